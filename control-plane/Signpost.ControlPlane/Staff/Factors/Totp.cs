using OtpNet;

namespace Signpost.ControlPlane.Staff.Factors;

/// <summary>Time-based one-time codes (RFC 6238, HMAC-SHA-1, 30 s, 6 digits), as authenticator apps make them. Keys are in base 32 (RFC 4648).</summary>
internal static class Totp
{
    public const int Digits = 6;
    public const int KeyLength = 20;

    /// <summary>Steps by which a telephone's clock may be off.</summary>
    private static readonly VerificationWindow Drift = new(previous: 1, future: 1);

    /// <summary>The step whose code <paramref name="code"/> is, one at most from now and after <paramref name="last"/>; null when there is none.</summary>
    public static long? Match(string key, string code, DateTimeOffset now, long last) =>
        code.Length == Digits && Of(key).VerifyTotp(now.UtcDateTime, code, out var step, Drift) && step > last ? step : null;

    public static string NewKey() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(KeyLength));

    /// <summary>What an authenticator app reads from the QR code.</summary>
    public static string Address(string key, string force, string userName) => new OtpUri(OtpType.Totp, key, userName, $"Signpost {force}").ToString();

    private static OtpNet.Totp Of(string key) => new(Base32Encoding.ToBytes(key), totpSize: Digits);
}
