namespace Signpost.ControlPlane.Console.Accounts;

/// <summary>The kind of browser from its User-Agent header: enough to know one's own session by, and no more.</summary>
internal static class ClientNames
{
    private static readonly (string Mark, string Name)[] Browsers = [("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

    public static string Of(string? userAgent)
    {
        var browser = First(Browsers, userAgent);
        return browser is null ? "A program" : First(Systems, userAgent) is { } system ? $"{browser} on {system}" : browser;
    }

    private static string? First((string Mark, string Name)[] known, string? text) =>
        known.FirstOrDefault(x => text?.Contains(x.Mark, StringComparison.Ordinal) == true).Name;
}
