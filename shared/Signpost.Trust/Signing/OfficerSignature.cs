using System.Security.Cryptography;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Signing an order and its bundle header, where the officer is: with a key file here, with WebCrypto over <see cref="ToBeSigned(SigningRequest, string)"/>, or with a passkey over
/// <see cref="Challenge"/>.</summary>
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
    public static ContentToSign ToBeSigned(SigningRequest request, string officerId) => ToBeSigned(request, officerId, SignerAlgorithm.Es256);

    /// <summary>The challenge for <c>navigator.credentials.get</c>: one touch of the officer's security key signs order and bundle header.</summary>
    /// <returns>32 bytes.</returns>
    public static byte[] Challenge(SigningRequest request, string officerId)
    {
        var (order, header) = Digests(request, officerId);
        return PasskeyEvidence.Challenge(order, header);
    }

    /// <summary>Checks one officer's response as soon as it arrives, before there is a second one.</summary>
    /// <returns>The officer, or: WrongOrder, RosterExpired, UnknownOfficer, BadSignature, OfficerRevoked, OfficerExpired.</returns>
    public static Result<VerifiedOfficer> Verify(SigningRequest request, SigningResponse response, VerifiedRoster roster, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(roster);
        if (response.OrderId != request.OrderId)
            return new Refusal(RefusalReason.WrongOrder, $"The response is for order {response.OrderId}, not {request.OrderId}.");
        if (roster.NotAfter <= now) return new Refusal(RefusalReason.RosterExpired, $"The roster ended at {roster.NotAfter:u}; it is {now:u}.");
        var (order, header) = Signatures(request, response);
        if (!CheckOne(ContentTypes.Order, request.Order, order).TryGet(out _, out var refusal)) return refusal;
        return CheckOne(ContentTypes.BundleHeader, request.BundleHeader, header);

        Result<VerifiedOfficer> CheckOne(string contentType, ReadOnlyMemory<byte> payload, CoseSignature signature)
        {
            var message = new CoseMessage(payload, [], (keyId, algorithm) => CoseSign.ToBeSigned(contentType, keyId, payload.Span, algorithm));
            return Signers.CheckOne(message, signature, roster, now);
        }
    }

    /// <summary>Puts order, header and signatures together as a unit takes them; verify the outcome before it goes anywhere. The first response of an urgent order is
    /// the one that began it.</summary>
    public static SignedOrder Assemble(SigningRequest request, IReadOnlyList<SigningResponse> responses)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(responses);
        var signatures = responses.Select(response => Signatures(request, response)).ToList();
        return new SignedOrder(
            CoseSign.Assemble(ContentTypes.Order, request.Order.Span, [.. signatures.Select(pair => pair.Order)]),
            CoseSign.Assemble(ContentTypes.BundleHeader, request.BundleHeader.Span, [.. signatures.Select(pair => pair.Header)]));
    }

    private static (CoseSignature Order, CoseSignature Header) Signatures(SigningRequest request, SigningResponse response)
    {
        if (response.Assertion is not { } assertion)
            return (new(response.OfficerId, response.OrderSignature ?? default), new(response.OfficerId, response.BundleHeaderSignature ?? default));
        var signature = P256.TryReadDerSignature(assertion.Signature.Span) ?? new byte[P256.SignatureLength];
        var (order, header) = Digests(request, response.OfficerId);
        return (
            new(response.OfficerId, signature, new PasskeyEvidence(assertion.AuthenticatorData, assertion.ClientDataJson, header)),
            new(response.OfficerId, signature, new PasskeyEvidence(assertion.AuthenticatorData, assertion.ClientDataJson, order)));
    }

    private static (byte[] Order, byte[] Header) Digests(SigningRequest request, string officerId)
    {
        var content = ToBeSigned(request, officerId, SignerAlgorithm.Es256Passkey);
        return (SHA256.HashData(content.Order.Span), SHA256.HashData(content.BundleHeader.Span));
    }

    private static ContentToSign ToBeSigned(SigningRequest request, string officerId, SignerAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ContentToSign(
            CoseSign.ToBeSigned(ContentTypes.Order, officerId, request.Order.Span, algorithm),
            CoseSign.ToBeSigned(ContentTypes.BundleHeader, officerId, request.BundleHeader.Span, algorithm));
    }
}
