using System.Text.Json;
using System.Text.Json.Serialization;
using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>What an officer is asked to sign: an order and the header of its bundle, verbatim. A JSON file, or a download to the browser.</summary>
/// <param name="FormatVersion">1.</param>
/// <param name="OrderId">For people and file names; the order's own bytes are what counts.</param>
/// <param name="Order">DeploymentOrder bytes (base64 in JSON).</param>
/// <param name="BundleHeader">BundleHeader bytes (base64 in JSON).</param>
public sealed record SigningRequest(
    [property: JsonRequired] int FormatVersion,
    [property: JsonRequired] Guid OrderId,
    [property: JsonRequired] ReadOnlyMemory<byte> Order,
    [property: JsonRequired] ReadOnlyMemory<byte> BundleHeader)
{
    internal const int MaximumLength = 4 * 1024 * 1024;

    /// <summary>The request for these bytes.</summary>
    /// <returns>The request, or what <see cref="Read"/> would refuse: not worth an officer's signature.</returns>
    public static Result<SigningRequest> Create(ReadOnlyMemory<byte> order, ReadOnlyMemory<byte> bundleHeader)
    {
        if (!SigningSubject.Read(order, bundleHeader).TryGet(out var subject, out var refusal)) return refusal;
        return new SigningRequest(1, subject.OrderId, order, bundleHeader);
    }

    /// <summary>Reads a request and checks it; the officer's side.</summary>
    /// <returns>The request, or: Malformed, UnknownVersion, Incomplete, WrongOrder, WrongPack, WrongCertificate, ThresholdBelowCertificate,
    /// ListTooLong.</returns>
    public static Result<SigningRequest> Read(ReadOnlySpan<byte> json)
    {
        if (!StrictJson.Read(json, MaximumLength, SigningJsonContext.Default.SigningRequest, "Signing request").TryGet(out var request, out var refusal))
            return refusal;
        if (request.FormatVersion != 1)
            return new Refusal(RefusalReason.UnknownVersion, $"Signing request: format version {request.FormatVersion}; version 1 is known.");
        if (!request.Subject().TryGet(out var subject, out refusal)) return refusal;
        return subject.OrderId == request.OrderId
            ? request
            : new Refusal(RefusalReason.WrongOrder, $"Signing request: it says order {request.OrderId}, the order says {subject.OrderId}.");
    }

    /// <summary>As UTF-8 JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SigningJsonContext.Default.SigningRequest);

    /// <summary>What the order says, for the officer to read before signing.</summary>
    /// <returns>The order, or what <see cref="Read"/> would refuse.</returns>
    public Result<DeploymentOrder> ReadOrder()
    {
        if (Subject().TryGet(out var subject, out var refusal)) return subject.Order;
        return refusal;
    }

    /// <summary>Entries of the watchlist, as the bundle header says; null where <see cref="ReadOrder"/> refuses.</summary>
    public int? ReadEntries() => Subject().TryGet(out var subject, out _) ? (int)subject.Header.Entries : null;

    internal Result<SigningSubject> Subject() => SigningSubject.Read(Order, BundleHeader);
}
