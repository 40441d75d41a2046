using System.Security.Cryptography;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Signing an order and its bundle header, where the officer is: with a key file here, or with WebCrypto over
/// <see cref="ToBeSigned"/>.</summary>
public static class OfficerSignature
{
    /// <summary>Signs a request with an officer's key.</summary>
    /// <returns>The response, or: Incomplete, WrongOrder … when the request is not worth a signature.</returns>
    public static Result<SigningResponse> Create(SigningRequest request, string officerId, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.Subject().TryGet(out var subject, out var refusal)) return refusal;
        var content = ToBeSigned(request, officerId);
        return new SigningResponse(1, subject.OrderId, officerId, P256.Sign(key, content.Order.Span), P256.Sign(key, content.BundleHeader.Span));
    }

    /// <summary>The bytes to sign elsewhere, each with ECDSA P-256 and SHA-256 (WebCrypto: <c>{name:"ECDSA", hash:"SHA-256"}</c>), result r || s.
    /// The officer's id stands in them: another officer signs other bytes.</summary>
    public static ContentToSign ToBeSigned(SigningRequest request, string officerId)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ContentToSign(
            CoseSign.ToBeSigned(ContentTypes.Order, officerId, request.Order.Span),
            CoseSign.ToBeSigned(ContentTypes.BundleHeader, officerId, request.BundleHeader.Span));
    }

    /// <summary>Checks one officer's response as soon as it arrives, before there is a second one.</summary>
    /// <returns>The officer, or: WrongOrder, RosterExpired, UnknownOfficer, BadSignature, OfficerExpired.</returns>
    public static Result<VerifiedOfficer> Verify(SigningRequest request, SigningResponse response, VerifiedRoster roster, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(roster);
        if (response.OrderId != request.OrderId)
            return new Refusal(RefusalReason.WrongOrder, $"The response is for order {response.OrderId}, not {request.OrderId}.");
        if (roster.NotAfter <= now) return new Refusal(RefusalReason.RosterExpired, $"The roster ended at {roster.NotAfter:u}; it is {now:u}.");
        if (!CheckOne(ContentTypes.Order, request.Order, response.OrderSignature).TryGet(out _, out var refusal)) return refusal;
        return CheckOne(ContentTypes.BundleHeader, request.BundleHeader, response.BundleHeaderSignature);

        Result<VerifiedOfficer> CheckOne(string contentType, ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> signature)
        {
            var message = new CoseMessage(payload, [], keyId => CoseSign.ToBeSigned(contentType, keyId, payload.Span));
            return TwoPersonRule.CheckOne(message, new CoseSignature(response.OfficerId, signature), roster, now);
        }
    }

    /// <summary>Puts order, header and signatures together as a unit takes them; verify the outcome before it goes anywhere.</summary>
    public static SignedOrder Assemble(SigningRequest request, IReadOnlyList<SigningResponse> responses)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(responses);
        return new SignedOrder(
            CoseSign.Assemble(ContentTypes.Order, request.Order.Span, [.. responses.Select(r => new CoseSignature(r.OfficerId, r.OrderSignature))]),
            CoseSign.Assemble(ContentTypes.BundleHeader, request.BundleHeader.Span, [.. responses.Select(r => new CoseSignature(r.OfficerId, r.BundleHeaderSignature))]));
    }
}
