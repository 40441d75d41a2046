namespace Signpost.ControlPlane.Console.Layout;

/// <summary>Dark or light: the system's choice unless the person made one. Kept in a cookie, so that the first byte of a page has the right colours.</summary>
internal static class ThemeCookie
{
    public const string Name = "signpost-theme";
    public const string System = "system";
    public const string Light = "light";
    public const string Dark = "dark";

    public static string Parse(string? cookie) => cookie is Light or Dark ? cookie : System;

    /// <summary>The media query under which the dark colours apply; js/theme.js has its twin.</summary>
    public static string DarkMedia(string theme) => theme switch
    {
        Light => "not all",
        Dark => "all",
        _ => "(prefers-color-scheme: dark)",
    };
}
