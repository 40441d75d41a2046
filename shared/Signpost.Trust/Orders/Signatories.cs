using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>The people behind an order and its bundle: two, or one where it was urgent and is not ratified yet.</summary>
/// <param name="AuthorId">Who drew it up; null where it was urgent.</param>
/// <param name="AuthorisingOfficerId">Who authorised it, or began it; another person.</param>
/// <param name="RatifiedById">Who ratified what was begun by one; null for an ordinary order, and while nobody has.</param>
public sealed record Signatories(string? AuthorId, string AuthorisingOfficerId, string? RatifiedById = null)
{
    /// <summary>Whether two people have signed.</summary>
    public bool AreTwo => AuthorId is not null || RatifiedById is not null;
}

/// <summary>Who has signed, each signature good and each officer in force; whether they suffice is asked next.</summary>
internal sealed record Signers(IReadOnlyList<VerifiedOfficer> Officers)
{
    /// <summary>Whether the highest in rank may authorise a list with under-18s.</summary>
    public bool IncludeASenior => Officers.Any(officer => officer.Rank >= 3);

    /// <summary>Checks every signature of a COSE_Sign. The order of the checks is part of the format: docs/formats.md.</summary>
    public static Result<Signers> Check(CoseMessage message, VerifiedRoster roster, DateTimeOffset now)
    {
        if (roster.NotAfter <= now) return new Refusal(RefusalReason.RosterExpired, $"The roster ended at {roster.NotAfter:u}; it is {now:u}.");
        if (message.Signatures.Count == 0) return new Refusal(RefusalReason.OneSignature, "Nobody has signed.");
        if (message.Signatures.Count > 2) return new Refusal(RefusalReason.Malformed, $"{message.Signatures.Count} signatures; at most two are expected.");
        if (message.Signatures is [var one, var other] && one.KeyId == other.KeyId) return new Refusal(RefusalReason.SamePersonTwice, $"Both signatures are by '{one.KeyId}'.");
        var officers = new List<VerifiedOfficer>(2);
        foreach (var signature in message.Signatures)
        {
            if (!CheckOne(message, signature, roster, now).TryGet(out var officer, out var refusal)) return refusal;
            officers.Add(officer);
        }

        return new Signers(officers);
    }

    /// <summary>Checks one signature of one officer.</summary>
    public static Result<VerifiedOfficer> CheckOne(CoseMessage message, CoseSignature signature, VerifiedRoster roster, DateTimeOffset now)
    {
        if (!roster.TryGetOfficer(signature.KeyId, out var officer))
            return new Refusal(RefusalReason.UnknownOfficer, $"'{signature.KeyId}' is not on roster version {roster.Version}.");
        if (!officer.HasSigned(message.ToBeSigned(officer.OfficerId, signature.Algorithm), signature))
            return new Refusal(RefusalReason.BadSignature, $"The signature is not by '{officer.OfficerId}', or the content was altered.");
        if (officer.RevokedAt <= now) return new Refusal(RefusalReason.OfficerRevoked, $"'{officer.OfficerId}' was revoked at {officer.RevokedAt:u}.");
        return officer.NotAfter <= now
            ? new Refusal(RefusalReason.OfficerExpired, $"'{officer.OfficerId}' could sign until {officer.NotAfter:u}; it is {now:u}.")
            : officer;
    }

    /// <summary>
    /// Two people, the authorising one of higher rank than the author. Where it is urgent: one authorising officer, and then a senior one, another person, who ratifies.
    /// </summary>
    public Result<Signatories> Suffice(bool urgent)
    {
        if (urgent)
        {
            var starter = Officers[0];
            if (starter.Rank < 2) return new Refusal(RefusalReason.WrongRole, $"'{starter.OfficerId}' may not begin an urgent use; an authorising officer is needed.");
            if (Officers.Count == 1) return new Signatories(null, starter.OfficerId);
            return Officers[1].Rank >= 3
                ? new Signatories(null, starter.OfficerId, Officers[1].OfficerId)
                : new Refusal(RefusalReason.WrongRole, $"'{Officers[1].OfficerId}' may not ratify an urgent use; a senior authorising officer is needed.");
        }

        if (Officers.Count < 2) return new Refusal(RefusalReason.OneSignature, $"Signed by '{Officers[0].OfficerId}' alone; an author and an authorising officer are needed.");
        var (author, authoriser) = Officers[0].Rank <= Officers[1].Rank ? (Officers[0], Officers[1]) : (Officers[1], Officers[0]);
        return author.Rank == 1 && authoriser.Rank > 1
            ? new Signatories(author.OfficerId, authoriser.OfficerId)
            : new Refusal(
                RefusalReason.WrongRole, $"'{author.OfficerId}' and '{authoriser.OfficerId}' are not one author and one authorising officer.");
    }
}
