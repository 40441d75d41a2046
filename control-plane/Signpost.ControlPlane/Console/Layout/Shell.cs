namespace Signpost.ControlPlane.Console.Layout;

/// <summary>What every page's frame shows, known from the first request on.</summary>
internal sealed record Shell(string Force, bool Demonstration, string Theme);
