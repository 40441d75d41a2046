using System.Security.Cryptography;
using Google.Protobuf;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Signs a roster with the force's root key, on the machine where that key lives.</summary>
public static class RosterSigner
{
    internal const string RootKeyId = "root";

    /// <summary>The roster as COSE_Sign1.</summary>
    /// <exception cref="ArgumentException">No unit would take this roster: an empty one, an officer twice, a key that is not P-256 …</exception>
    public static byte[] Sign(Roster roster, ECDsa root) =>
        TrySign(roster, root).TryGet(out var signed, out var refusal) ? signed : throw new ArgumentException(refusal.Detail, nameof(roster));

    /// <summary>The same for a roster that people wrote.</summary>
    /// <returns>COSE_Sign1, or RosterInvalid with what is wrong.</returns>
    public static Result<byte[]> TrySign(Roster roster, ECDsa root)
    {
        ArgumentNullException.ThrowIfNull(roster);
        ArgumentNullException.ThrowIfNull(root);
        if (!RosterVerifier.Check(roster).TryGet(out _, out var refusal)) return refusal;
        return CoseSign1.Sign(ContentTypes.Roster, RootKeyId, roster.ToByteArray(), root);
    }
}
