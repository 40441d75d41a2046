namespace Signpost.ControlPlane.Console.Parts;

/// <summary>Addresses of the console's script modules.</summary>
internal static class Modules
{
    private const string Root = "./_content/Signpost.ControlPlane/js/";

    public const string Theme = Root + "theme.js";
    public const string Alerts = Root + "alerts.js";
    public const string Credentials = Root + "credentials.js";
    public const string Passkey = Root + "passkey.js";
    public const string Signing = Root + "signing.js";
    public const string Photograph = Root + "photograph.js";
    public const string Download = Root + "download.js";
}
