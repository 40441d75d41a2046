using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Signpost.Trust.Tests;

/// <summary>A file that names its outcome: what a reader is given, and what it must answer. Another implementation can read these as well.</summary>
/// <param name="Comment">What is wrong with it, for a person.</param>
/// <param name="Expect">"Accepted" or the RefusalReason.</param>
/// <param name="Now">The reference time.</param>
internal sealed record TrustVector(string Comment, string Expect, DateTimeOffset Now)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    public byte[]? RootPublicKey { get; init; }
    public byte[]? Roster { get; init; }
    public ulong? MinimumRosterVersion { get; init; }
    public string? UnitId { get; init; }
    public byte[]? PackDigest { get; init; }
    public double[]? Position { get; init; }
    public string[]? Cameras { get; init; }
    public UrgentUse[]? UrgentUses { get; init; }
    public byte[]? Order { get; init; }
    public byte[]? BundleHeader { get; init; }
    public ulong? HeldWatchlistVersion { get; init; }
    public byte[]? ContentKey { get; init; }
    public byte[]? Ciphertext { get; init; }
    public byte[]? BaseBundleHeader { get; init; }
    public byte[]? BaseContentKey { get; init; }
    public byte[]? BaseCiphertext { get; init; }
    public byte[]? Delta { get; init; }
    public byte[]? BundleFile { get; init; }
    public byte[]? MatchMessage { get; init; }
    public byte[]? DeploymentPrivateKey { get; init; }
    public byte[]? UnitSigningPublicKey { get; init; }
    public byte[]? Receipt { get; init; }
    public byte[]? TimeStatement { get; init; }
    public byte[]? TimeAuthority { get; init; }
    public byte[]? TimeNonce { get; init; }

    public static TrustVector Load(string path) => JsonSerializer.Deserialize<TrustVector>(File.ReadAllBytes(path), Options)!;

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n'];

    /// <summary>Goes as far along the chain as the file does: roster, order, bundle header, content; or a match message; or a bundle's file; or a deletion receipt; or a statement of the time, not before <see cref="Now"/>.</summary>
    public string Outcome()
    {
        var refusal = MatchMessage is not null ? CheckMatch()
            : BundleFile is not null ? BundleFileTests.Read(BundleFile).File.Refusal
            : Receipt is not null ? DeletionReceipts.Verify(Receipt, UnitId!, UnitSigningPublicKey).Refusal
            : TimeStatement is not null ? CheckTime()
            : CheckAuthority();
        return refusal is null ? "Accepted" : refusal.Reason.ToString();
    }

    private Refusal? CheckTime()
    {
        using var authority = X509CertificateLoader.LoadCertificate(TimeAuthority!);
        return TimeVerifier.Verify(Contracts.V1.TimeStatement.Parser.ParseFrom(TimeStatement), authority, UnitId, TimeNonce, Now).Refusal;
    }

    private Refusal? CheckAuthority()
    {
        if (!RosterVerifier.Verify(Roster, RootPublicKey, Now, MinimumRosterVersion ?? 0).TryGet(out var roster, out var refusal)) return refusal;
        if (Order is null) return null;
        if (!OrderVerifier.Verify(Order, roster, Now, Standing()).TryGet(out var order, out refusal)) return refusal;
        if (BundleHeader is null) return null;
        if (!BundleVerifier.VerifyHeader(BundleHeader, order, roster, Now, HeldWatchlistVersion ?? 0).TryGet(out var header, out refusal))
            return refusal;
        if (Ciphertext is null && Delta is null) return null;
        using var key = Trust.ContentKey.From(ContentKey);
        using var ciphertext = new MemoryStream();
        if (Delta is null) ciphertext.Write(Ciphertext);
        else if (ApplyDelta(order, roster, new HeldBundle(header, key), ciphertext) is { } misled) return misled;
        ciphertext.Position = 0;
        if (!BundleReader.Read(ciphertext, header, key).TryGet(out var bundle, out refusal)) return refusal;
        bundle.Dispose();
        return null;
    }

    private Refusal? ApplyDelta(VerifiedOrder order, VerifiedRoster roster, HeldBundle to, MemoryStream made)
    {
        using var key = Trust.ContentKey.From(BaseContentKey);
        var from = new HeldBundle(BundleVerifier.VerifyHeader(BaseBundleHeader, order, roster, Now, 0).Value, key);
        return BundleDeltaReader.Apply(Delta, from, new MemoryStream(BaseCiphertext!), to, made);
    }

    private UnitStanding? Standing() => UnitId is null
        ? null
        : new UnitStanding(UnitId, PackDigest, Position is [var latitude, var longitude] ? new Corner(latitude, longitude) : null, Cameras ?? []) { UrgentUses = UrgentUses ?? [] };

    private Refusal? CheckMatch()
    {
        using var key = DeploymentKey.Import(DeploymentPrivateKey);
        if (!MatchEnvelope.Read(MatchMessage).TryGet(out var envelope, out var refusal)) return refusal;
        return MatchOpener.Open(envelope, key, UnitSigningPublicKey).Refusal;
    }
}
