using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Exactly two signatures, of two different people on the roster, one author and one authorising officer, both in force.</summary>
internal static class TwoPersonRule
{
    /// <summary>Checks the signatures of a COSE_Sign. The order of the checks is part of the format: docs/formats.md.</summary>
    public static Result<Signatories> Check(CoseMessage message, VerifiedRoster roster, DateTimeOffset now)
    {
        if (roster.NotAfter <= now) return new Refusal(RefusalReason.RosterExpired, $"The roster ended at {roster.NotAfter:u}; it is {now:u}.");
        if (message.Signatures.Count < 2)
            return new Refusal(RefusalReason.OneSignature, $"{message.Signatures.Count} signature(s); an author and an authorising officer are needed.");
        if (message.Signatures.Count > 2)
            return new Refusal(RefusalReason.Malformed, $"{message.Signatures.Count} signatures; exactly two are expected.");
        var (first, second) = (message.Signatures[0], message.Signatures[1]);
        if (first.KeyId == second.KeyId) return new Refusal(RefusalReason.SamePersonTwice, $"Both signatures are by '{first.KeyId}'.");

        VerifiedOfficer? author = null, authoriser = null;
        foreach (var signature in message.Signatures)
        {
            if (CheckOne(message, signature, roster, now).TryGet(out var officer, out var refusal))
                _ = officer.Role == OfficerRole.Author ? author = officer : authoriser = officer;
            else
                return refusal;
        }

        return author is not null && authoriser is not null
            ? new Signatories(author.OfficerId, authoriser.OfficerId)
            : new Refusal(
                RefusalReason.WrongRole, $"'{first.KeyId}' and '{second.KeyId}' have the same role; one author and one authorising officer are needed.");
    }

    /// <summary>Checks one signature of one officer.</summary>
    public static Result<VerifiedOfficer> CheckOne(CoseMessage message, CoseSignature signature, VerifiedRoster roster, DateTimeOffset now)
    {
        if (!roster.TryGetOfficer(signature.KeyId, out var officer))
            return new Refusal(RefusalReason.UnknownOfficer, $"'{signature.KeyId}' is not on roster version {roster.Version}.");
        if (!officer.HasSigned(message.ToBeSigned(officer.OfficerId), signature.Bytes.Span))
            return new Refusal(RefusalReason.BadSignature, $"The signature is not by '{officer.OfficerId}', or the content was altered.");
        return officer.NotAfter <= now
            ? new Refusal(RefusalReason.OfficerExpired, $"'{officer.OfficerId}' could sign until {officer.NotAfter:u}; it is {now:u}.")
            : officer;
    }
}
