using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Decides whether a roster is believed. The force's root public key is the only thing trusted beforehand.</summary>
public static class RosterVerifier
{
    private const int MaximumOfficers = 1000;
    private const int MaximumForceLength = 128;

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
            if (officer.Role is not (OfficerRole.Author or OfficerRole.AuthorisingOfficer))
                return Invalid($"officer '{officer.OfficerId}' has no known role.");
            if (CanonicalMessage.Instant(officer.NotAfter) is not { } end) return Invalid($"officer '{officer.OfficerId}' has no end.");
            using var key = P256.TryImportPublicKey(officer.PublicKey.Span);
            if (key is null) return Invalid($"officer '{officer.OfficerId}' has no P-256 public key.");
            // One key under two ids would let one person sign twice.
            if (!keys.Add(Convert.ToHexString(officer.PublicKey.Span))) return Invalid($"officer '{officer.OfficerId}' has another officer's key.");
            officers.Add(new VerifiedOfficer(officer.OfficerId, officer.Role, end, officer.PublicKey.ToByteArray()));
        }

        return new VerifiedRoster(roster.Force, roster.Version, notAfter, officers);
    }

    private static Refusal Invalid(string why) => new(RefusalReason.RosterInvalid, $"Roster: {why}");
}
