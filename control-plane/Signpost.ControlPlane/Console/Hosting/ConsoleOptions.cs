namespace Signpost.ControlPlane.Console.Hosting;

/// <summary>What the console shows of the installation.</summary>
/// <param name="Force">The force's name, in the header.</param>
/// <param name="Demonstration">Whether the console says on every page that this is a demonstration.</param>
public sealed record ConsoleOptions(string Force, bool Demonstration);
