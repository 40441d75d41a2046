namespace Signpost.Trust;

/// <summary>The two people behind an order and its bundle.</summary>
/// <param name="AuthorId">Who drew it up.</param>
/// <param name="AuthorisingOfficerId">Who authorised it; another person.</param>
public sealed record Signatories(string AuthorId, string AuthorisingOfficerId);
