using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Decides whether a roster is believed. The force's root public key is the only thing trusted beforehand.</summary>
public static class RosterVerifier
{
    private const int MaximumOfficers = 1000;
    private const int MaximumForceLength = 128;
    private const int MaximumKeys = 8;
    private const int MaximumRules = 1000;
    private const int MaximumHostLength = 253;

    /// <summary>Verifies a signed roster.</summary>
    /// <param name="message">COSE_Sign1 over Roster bytes.</param>
    /// <param name="rootPublicKey">SubjectPublicKeyInfo (DER, P-256) of the force's root.</param>
    /// <param name="now">The one reference time of this check.</param>
    /// <param name="minimumVersion">The highest version taken so far, 0 for none; an older roster is refused.</param>
    /// <returns>The roster, or: RosterInvalid (not by this root, malformed, incomplete), UnknownVersion, OlderRoster, RosterExpired.</returns>
    /// <exception cref="ArgumentException"><paramref name="rootPublicKey"/> is not a P-256 public key: this machine is set up wrongly.</exception>
    public static Result<VerifiedRoster> Verify(
        ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> rootPublicKey, DateTimeOffset now, ulong minimumVersion)
    {
        using var root = P256.TryImportPublicKey(rootPublicKey.Span)
            ?? throw new ArgumentException("The roster root is not a P-256 public key (SubjectPublicKeyInfo, DER).", nameof(rootPublicKey));
        if (!CoseSign1.Read(message, ContentTypes.Roster).TryGet(out var cose, out var refusal)) return Invalid(refusal.Detail);
        var signature = cose.Signatures[0];
        if (signature.KeyId != RosterSigner.RootKeyId || !cose.IsSignedBy(signature, root))
            return Invalid("the signature is not by the force's root.");
        if (!CanonicalMessage.Read(Roster.Parser, cose.Payload.Span, r => r.FormatVersion, "roster").TryGet(out var roster, out refusal))
            return refusal.Reason == RefusalReason.UnknownVersion ? refusal : Invalid(refusal.Detail);
        if (!Check(roster).TryGet(out var verified, out refusal)) return refusal;
        if (verified.Version < minimumVersion)
            return new Refusal(RefusalReason.OlderRoster, $"Roster version {verified.Version}; version {minimumVersion} was already taken.");
        return verified.NotAfter <= now
            ? new Refusal(RefusalReason.RosterExpired, $"The roster ended at {verified.NotAfter:u}; it is {now:u}.")
            : verified;
    }

    /// <summary>Checks the contents alone, as the signer does before it signs.</summary>
    internal static Result<VerifiedRoster> Check(Roster roster)
    {
        if (roster.FormatVersion != 1) return Invalid($"format version {roster.FormatVersion}.");
        if (roster.Version == 0) return Invalid("the version is 0; versions count from 1.");
        if (!Wording.IsLine(roster.Force, MaximumForceLength)) return Invalid("the force has no name, or not one line.");
        if (CanonicalMessage.Instant(roster.NotAfter) is not { } notAfter) return Invalid("there is no end.");
        if (roster.Officers.Count is 0 or > MaximumOfficers)
            return Invalid($"{roster.Officers.Count} officers; 1 to {MaximumOfficers} are expected.");

        var officers = new List<VerifiedOfficer>(roster.Officers.Count);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var officer in roster.Officers)
        {
            if (!Identifier.IsValid(officer.OfficerId)) return Invalid("an officer's id is not 1 to 64 of a-z, 0-9 and '-'.");
            if (!ids.Add(officer.OfficerId)) return Invalid($"officer '{officer.OfficerId}' stands in it twice.");
            if (officer.Role == OfficerRole.Unspecified || !Enum.IsDefined(officer.Role)) return Invalid($"officer '{officer.OfficerId}' has no known role.");
            if (CanonicalMessage.Instant(officer.NotAfter) is not { } end) return Invalid($"officer '{officer.OfficerId}' has no end.");
            var revoked = CanonicalMessage.Instant(officer.RevokedAt);
            if (officer.RevokedAt is not null && revoked is null) return Invalid($"officer '{officer.OfficerId}' was revoked at no time.");
            if (officer.Keys.Count is 0 or > MaximumKeys) return Invalid($"officer '{officer.OfficerId}' has {officer.Keys.Count} keys; 1 to {MaximumKeys} are expected.");
            foreach (var key in officer.Keys)
            {
                if (CheckKey(key) is { } broken) return Invalid($"officer '{officer.OfficerId}' {broken}.");
                // One key under two ids would let one person sign twice.
                if (!keys.Add(Convert.ToHexString(key.PublicKey.Span))) return Invalid($"officer '{officer.OfficerId}' has a key that stands in it twice.");
            }

            officers.Add(new VerifiedOfficer(officer.OfficerId, officer.Role, end, revoked, [.. officer.Keys.Select(Verified)]));
        }

        if (roster.PlaceRules.Count > MaximumRules) return Invalid($"{roster.PlaceRules.Count} place rules; at most {MaximumRules} are expected.");
        foreach (var rule in roster.PlaceRules)
        {
            if (VerifiedPlaceRule.Check(rule) is { } broken) return Invalid($"{broken}.");
        }

        return new VerifiedRoster(roster.Force, roster.Version, notAfter, officers, [.. roster.PlaceRules.Select(rule => new VerifiedPlaceRule(rule))]);
    }

    internal static string? CheckKey(OfficerKey key)
    {
        using var imported = P256.TryImportPublicKey(key.PublicKey.Span);
        if (imported is null) return "has a key that is no P-256 public key";
        if (key.Passkey is not { } passkey) return null;
        if (Uri.CheckHostName(passkey.RelyingParty) != UriHostNameType.Dns || passkey.RelyingParty.Length > MaximumHostLength || passkey.RelyingParty.Any(char.IsAsciiLetterUpper))
            return "has a passkey whose relying party is no host name";
        // The origin as a browser writes it; WebAuthn asks for https, or for http on the machine itself.
        return Uri.TryCreate(passkey.Origin, UriKind.Absolute, out var origin) && passkey.Origin == origin.GetLeftPart(UriPartial.Authority)
            && (origin.Scheme == Uri.UriSchemeHttps || (origin.Scheme == Uri.UriSchemeHttp && origin.Host == "localhost"))
            && (origin.Host == passkey.RelyingParty || origin.Host.EndsWith("." + passkey.RelyingParty, StringComparison.Ordinal))
                ? null
                : "has a passkey whose origin is not https, or not its relying party's";
    }

    private static VerifiedOfficerKey Verified(OfficerKey key) =>
        new(key.PublicKey.ToByteArray(), key.Passkey is { } passkey ? new VerifiedPasskey(passkey.RelyingParty, passkey.Origin) : null);

    private static Refusal Invalid(string why) => new(RefusalReason.RosterInvalid, $"Roster: {why}");
}
