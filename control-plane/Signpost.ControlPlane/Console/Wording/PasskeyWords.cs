namespace Signpost.ControlPlane.Console.Wording;

/// <summary>What js/passkey.js could not do, in words that say what to do.</summary>
internal static class PasskeyWords
{
    public static string Explain(string? code) => code switch
    {
        "no-passkeys" => "This browser has no passkeys. Use another one, or sign with a key file.",
        "insecure-page" => "The browser uses passkeys only on https or on localhost, and only under this page's own name.",
        "not-p256" => "This key does not make ECDSA signatures on the curve P-256 (ES256). Use another security key.",
        "already-there" => "This security key has a signing key of yours already.",
        _ => "The security key gave no answer: nobody touched it, its PIN was wrong, or it holds no signing key of yours. Try again.",
    };
}
