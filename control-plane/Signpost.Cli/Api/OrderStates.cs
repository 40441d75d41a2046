namespace Signpost.Cli.Api;

/// <summary>How far an order got, by the names of the API.</summary>
internal static class OrderStates
{
    public const string Drafted = "drafted";
    public const string Authorised = "authorised";
}
