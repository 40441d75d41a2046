using OtpNet;

namespace Signpost.Console.Tests.Stage;

/// <summary>An authenticator app on a telephone whose clock can be ahead.</summary>
internal sealed class AuthenticatorApp(string base32)
{
    private readonly Totp totp = new(Base32Encoding.ToBytes(base32.Replace(" ", "", StringComparison.Ordinal)));
    private long last;

    /// <summary>The code that it shows now; a later one than it showed before, up to the 30 seconds by which clocks may differ.</summary>
    public string Next()
    {
        last = Math.Max(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30, last + 1);
        return totp.ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(last * 30).UtcDateTime);
    }
}
