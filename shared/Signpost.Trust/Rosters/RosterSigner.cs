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
    public static byte[] Sign(Roster roster, ECDsa root)
    {
        ArgumentNullException.ThrowIfNull(roster);
        ArgumentNullException.ThrowIfNull(root);
        if (!RosterVerifier.Check(roster).TryGet(out _, out var refusal)) throw new ArgumentException(refusal.Detail, nameof(roster));
        return CoseSign1.Sign(ContentTypes.Roster, RootKeyId, roster.ToByteArray(), root);
    }
}
