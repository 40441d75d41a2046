namespace Signpost.ControlPlane.Console.Accounts;

/// <summary>What js/sign-in.js puts into its form: the ceremony that the browser was asked under, and PublicKeyCredential as JSON.</summary>
public sealed class PasskeyAnswer
{
    public string? Ceremony { get; set; }

    public string? Credential { get; set; }

    public string? Name { get; set; }
}
