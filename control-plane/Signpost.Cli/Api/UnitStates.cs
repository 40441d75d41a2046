namespace Signpost.Cli.Api;

/// <summary>What a unit says it does, by the names of the API.</summary>
internal static class UnitStates
{
    public const string Recognising = "recognising";
}
