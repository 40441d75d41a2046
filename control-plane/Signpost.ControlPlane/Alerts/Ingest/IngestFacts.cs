using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.Trust;

namespace Signpost.ControlPlane.Alerts.Ingest;

/// <summary>What the database knows that a batch of messages is judged by. Holds opened keys: dispose it with the batch, and before the watchlists' keys.</summary>
internal sealed class IngestFacts : IDisposable
{
    private readonly Dictionary<string, byte[]> signingKeys;
    private readonly Dictionary<Guid, DeploymentFacts> deployments;

    private IngestFacts(Dictionary<string, byte[]> signingKeys, Dictionary<Guid, DeploymentFacts> deployments)
    {
        this.signingKeys = signingKeys;
        this.deployments = deployments;
    }

    public static async Task<IngestFacts> ReadAsync(
        ControlPlaneDb db, OpenKeys open, IReadOnlyCollection<string> unitIds, IReadOnlyCollection<Guid> orderIds, CancellationToken cancel)
    {
        var keys = await db.Units.Where(x => unitIds.Contains(x.Id) && x.RevokedAt == null).ToDictionaryAsync(x => x.Id, x => x.SigningPublicKey, StringComparer.Ordinal, cancel);
        var orders = await db.Deployments.AsNoTracking()
            .Where(x => orderIds.Contains(x.Id) && x.AuthorisedAt != null)
            .Select(x => new
            {
                x.Id,
                x.WatchlistId,
                x.OrderDigest,
                x.BundleId,
                x.PackDigest,
                x.Threshold,
                x.NotBefore,
                x.NotAfter,
                x.EndedAt,
                Units = x.Units.Select(unit => unit.UnitId).ToList(),
                Key = db.Secrets.Where(secret => secret.DeploymentId == x.Id).Select(secret => secret.PrivateKey).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        Dictionary<Guid, DeploymentFacts> facts = [];
        foreach (var order in orders)
        {
            // A list that was deleted has no orders left that anything can come for.
            if (await open.FindAsync(order.WatchlistId, cancel) is not { } listKey) continue;
            var references = await db.Entries.Where(x => x.WatchlistId == order.WatchlistId).ToDictionaryAsync(x => x.Reference, x => x.Id, StringComparer.Ordinal, cancel);
            facts.Add(order.Id, new DeploymentFacts(
                order.Id, order.OrderDigest, order.BundleId, order.PackDigest, order.Threshold, order.NotBefore, order.EndedAt < order.NotAfter ? order.EndedAt.Value : order.NotAfter,
                order.Units.ToHashSet(StringComparer.Ordinal), references, order.Key is null ? null : Open(listKey, order.Id, order.Key), listKey));
        }

        return new IngestFacts(keys, facts);
    }

    public byte[]? SigningKey(string unitId) => signingKeys.GetValueOrDefault(unitId);

    public DeploymentFacts? Deployment(Guid orderId) => deployments.GetValueOrDefault(orderId);

    public void Dispose()
    {
        foreach (var deployment in deployments.Values) deployment.Key?.Dispose();
    }

    private static DeploymentKey Open(DataKey listKey, Guid orderId, SealedValue privateKey)
    {
        var pkcs8 = listKey.Open(Drafter.PrivateKeyCell(orderId), privateKey);
        try
        {
            return DeploymentKey.Import(pkcs8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }
}

/// <summary>A deployment as authorised.</summary>
/// <param name="NotAfter">When its window is over, or an officer ended it.</param>
/// <param name="References">Pseudonym to entry.</param>
/// <param name="ListKey">The watchlist's, under which probes are kept.</param>
/// <param name="Key">Null once it was deleted with the alerts' retention.</param>
internal sealed record DeploymentFacts(
    Guid Id, byte[] OrderDigest, Guid BundleId, byte[] PackDigest, float Threshold, DateTimeOffset NotBefore, DateTimeOffset NotAfter, HashSet<string> UnitIds,
    Dictionary<string, Guid> References, DeploymentKey? Key, DataKey ListKey);
