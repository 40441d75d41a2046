namespace Signpost.Console.Tests.Stage;

/// <summary>Chromium's own virtual authenticator (Chrome DevTools Protocol, domain WebAuthn): it is touched as soon as it is asked.</summary>
internal static class SecurityKey
{
    /// <summary>Plugs one in at a visitor's browser.</summary>
    /// <param name="visitor">Whose.</param>
    /// <param name="privateKey">PKCS#8 of a credential that it holds already; null: it is empty.</param>
    public static async Task PlugInAsync(Visitor visitor, byte[]? privateKey = null)
    {
        var devtools = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        await devtools.SendAsync("WebAuthn.enable", new() { ["enableUI"] = false });
        var options = new Dictionary<string, object>
        {
            ["protocol"] = "ctap2",
            ["transport"] = "usb",
            ["hasResidentKey"] = true,
            ["hasUserVerification"] = true,
            ["isUserVerified"] = true,
            ["automaticPresenceSimulation"] = true,
        };
        var added = await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new() { ["options"] = options });
        if (privateKey is null) return;
        var credential = new Dictionary<string, object>
        {
            ["credentialId"] = Convert.ToBase64String("signing"u8),
            ["isResidentCredential"] = true,
            ["rpId"] = "localhost",
            ["privateKey"] = Convert.ToBase64String(privateKey),
            ["userHandle"] = Convert.ToBase64String("signing:officer-b"u8),
            ["signCount"] = 0,
        };
        await devtools.SendAsync("WebAuthn.addCredential", new() { ["authenticatorId"] = added!.Value.GetProperty("authenticatorId").GetString()!, ["credential"] = credential });
    }
}
