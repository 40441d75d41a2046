using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.Edge.Watchlists;

/// <summary>What this unit is and holds, against which orders are checked.</summary>
/// <param name="UnitId">The unit.</param>
/// <param name="RosterRoot">SubjectPublicKeyInfo of the force's root, pinned at enrolment.</param>
/// <param name="PackDigest">SHA-256 of the running pack's manifest.</param>
/// <param name="TemplateLength">Values in the pack's templates.</param>
/// <param name="Position">Where it stands, as the engineer declared it; null: not declared.</param>
/// <param name="Cameras">What it looks through now: fingerprints.</param>
public sealed record UnitFacts(
    string UnitId, ReadOnlyMemory<byte> RosterRoot, ReadOnlyMemory<byte> PackDigest, int TemplateLength, Corner? Position, Func<IReadOnlyCollection<string>> Cameras);

/// <summary>
/// Makes a deployment of what the control plane desires: verify roster, order and bundle header, fetch, open; and only then promote, all of it
/// against one frozen time. A refusal changes nothing that is in force, unless a newer roster takes away what the very order in force stands on (its officers, or its place), or what is
/// refused is another order: then the one in force is desired no longer. One call at a time.
/// </summary>
public sealed class DeploymentLoader(
    UnitFacts unit, BootKey bootKey, DeploymentSlot slot, AuthorityLedger ledger, BundleStore bundles, ReceiptBook receipts, Func<DateTimeOffset> clock,
    ILogger<DeploymentLoader> logger)
{
    private long _takenVersion;
    private int _refusal;
    private (ByteString Order, ByteString BundleHeader) _inForce = (ByteString.Empty, ByteString.Empty);

    /// <summary>Version of the last desired state that was dealt with, whether taken or refused.</summary>
    public ulong TakenVersion => (ulong)Interlocked.Read(ref _takenVersion);

    /// <summary>Why the last desired state was not taken; None when it was.</summary>
    public RefusalReason LastRefusal => (RefusalReason)Volatile.Read(ref _refusal);

    /// <summary>Takes a desired state.</summary>
    /// <returns>Why it was not taken, or null. Transport and disk fail as exceptions: it is to be tried again.</returns>
    public async Task<Refusal?> TakeAsync(Desired desired, CancellationToken cancellationToken)
    {
        var before = slot.Current;
        var refusal = await TryTakeAsync(desired, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            Log.Refused(logger, desired.Version, refusal.Reason, refusal.Detail);
            // Whatever became of the next one: the order in force is no longer desired.
            if (before is not null && IsAnother(desired.Order, before.Order)) Forget(before, DeletionReason.Replaced);
            // What this very call deleted has a receipt of its own.
            if (desired.ContentKey is not null && DeletionReceipts.Peek(desired.Order.Memory, desired.BundleHeader.Memory) is { } ids
                && (slot.Current == before || before?.BundleId != ids.BundleId))
                receipts.NeverLoaded(ids.OrderId, ids.BundleId);
        }

        Volatile.Write(ref _refusal, (int)(refusal?.Reason ?? RefusalReason.None));
        Interlocked.Exchange(ref _takenVersion, (long)desired.Version);
        return refusal;
    }

    /// <summary>Forgets <paramref name="over"/> and its ciphertext, unless another deployment has taken its place.</summary>
    public void Forget(Deployment over, DeletionReason reason)
    {
        if (!slot.Purge(over, reason)) return;
        // Its own alone: another's may be under way.
        if (over.HasWatchlist) bundles.Delete(over.BundleId);
        Log.Forgotten(logger);
    }

    private async Task<Refusal?> TryTakeAsync(Desired desired, CancellationToken cancellationToken)
    {
        // Before anything else, whatever the rest is worth.
        if (slot.Current is { } running && running.Withdraw(desired.Withdrawn) is > 0 and var count) Log.Withdrawn(logger, running.Order.OrderId, count);
        if (desired.Order.IsEmpty)
        {
            ForgetCurrent(DeletionReason.OrderEnded);
            if (desired.Roster.IsEmpty) return null;
        }

        var now = clock();
        if (!RosterVerifier.Verify(desired.Roster.Memory, unit.RosterRoot, now, ledger.RosterVersion).TryGet(out var roster, out var refusal))
            return refusal;
        ledger.RaiseRoster(roster.Version);
        foreach (var ratified in desired.RatifiedOrders)
        {
            CloseIfRatified(ratified, roster, now);
        }

        if (desired.Order.IsEmpty) return null;
        var standing = new UnitStanding(unit.UnitId, unit.PackDigest, unit.Position, unit.Cameras()) { UrgentUses = ledger.UrgentUses };
        var verified = OrderVerifier.Verify(desired.Order.Memory, roster, now, standing);
        CloseIfRatified(desired.Order, roster, now);
        if (!verified.TryGet(out var order, out refusal))
        {
            if (desired.Order == _inForce.Order && TakesAuthorityAway(refusal.Reason)) ForgetCurrent(DeletionReason.AuthorityWithdrawn);
            return refusal;
        }

        var held = ledger.WatchlistVersion(order.WatchlistId);
        if (!BundleVerifier.VerifyHeader(desired.BundleHeader.Memory, order, roster, now, held).TryGet(out var header, out refusal))
        {
            if ((desired.Order, desired.BundleHeader) == _inForce && TakesAuthorityAway(refusal.Reason)) ForgetCurrent(DeletionReason.AuthorityWithdrawn);
            return refusal;
        }

        if (header.TemplateLength != unit.TemplateLength)
            return new Refusal(RefusalReason.WrongPack,
                $"The bundle's templates have {header.TemplateLength} values, this pack's {unit.TemplateLength}.");
        // An entry that may match again is read from the bundle anew.
        if (IsInForce(order, header, desired.Withdrawn))
        {
            _inForce = (desired.Order, desired.BundleHeader);
            DeleteEarlier(header.BundleId);
            return null;
        }

        if (order.RatifyBy is not null) ledger.NoteUrgent(order.OrderId, order.Signatories.AuthorisingOfficerId);
        if (desired.ContentKey is null) return new Refusal(RefusalReason.WrongKey, "No content key for this boot came with the order.");
        if (!bootKey.Open(desired.ContentKey, header.BundleId).TryGet(out var key, out refusal)) return refusal;
        using (key)
        {
            var loaded = await LoadAsync(order, header, key, desired.Withdrawn, cancellationToken).ConfigureAwait(false);
            if (loaded is null) _inForce = (desired.Order, desired.BundleHeader);
            return loaded;
        }
    }

    // Believed for what it says of itself: it can only make the unit do less.
    private static bool IsAnother(ByteString order, VerifiedOrder inForce) =>
        OrderReading.Read(order.Memory).TryGet(out var reading, out _) && WireId.TryRead(reading.Content.OrderId, out var id) && id != inForce.OrderId;

    private void ForgetCurrent(DeletionReason reason)
    {
        if (slot.Current is { } current) Forget(current, reason);
        bundles.Clear();
    }

    private void CloseIfRatified(ByteString order, VerifiedRoster roster, DateTimeOffset now)
    {
        if (ledger.UrgentUses.Count > 0 && OrderVerifier.Ratified(order.Memory, roster, now) is { } ratified) ledger.Close(ratified, inTime: now < ratified.RatifyBy);
    }

    // What comes from roster and clock. A camera that is away for a moment suspends the unit, and costs it no watchlist.
    private static bool TakesAuthorityAway(RefusalReason reason) => reason is RefusalReason.UnknownOfficer or RefusalReason.BadSignature or RefusalReason.OfficerRevoked
        or RefusalReason.OfficerExpired or RefusalReason.WrongRole or RefusalReason.ForbiddenPlace or RefusalReason.PlaceLimit or RefusalReason.NotRatified;

    private async Task<Refusal?> LoadAsync(
        VerifiedOrder order, VerifiedBundleHeader header, ContentKey key, IReadOnlyCollection<string> withdrawn, CancellationToken cancellationToken)
    {
        // Until its watchlist is here a first order stands alone, so that the unit can say what it waits for.
        if (slot.Current is null) slot.Promote(new Deployment(order));
        var opening = await bundles.OpenAsync(new HeldBundle(header, key), slot.Current, cancellationToken).ConfigureAwait(false);
        if (!opening.TryGet(out var ciphertext, out var refusal)) return refusal;
        await using (ciphertext.ConfigureAwait(false))
        {
            if (!BundleReader.Read(ciphertext, header, key).TryGet(out var bundle, out refusal)) return refusal;
            using (bundle)
            {
                ledger.RaiseWatchlist(order.WatchlistId, header.WatchlistVersion);
                receipts.Hold(order.OrderId, header.BundleId);
                var deployment = Build(order, bundle, key);
                deployment.Withdraw(withdrawn);
                slot.Promote(deployment);
                Log.Taken(logger, order.OrderId, header.BundleId, header.Entries, order.Threshold, order.NotAfter);
                DeleteEarlier(header.BundleId);
                return null;
            }
        }
    }

    // The list is in force, whatever the disk says to this. What stays is deleted another time.
    private void DeleteEarlier(Guid bundleId)
    {
        try
        {
            bundles.Keep(bundleId);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.EarlierNotDeleted(logger, failure.Message);
        }
    }

    private bool IsInForce(VerifiedOrder order, VerifiedBundleHeader header, IReadOnlyCollection<string> withdrawn) =>
        slot.Current is { HasWatchlist: true } current && current.BundleId == header.BundleId
            && current.Order.Digest.Span.SequenceEqual(order.Digest.Span) && current.Order.Signatories == order.Signatories
            && current.Withdrawn.All(withdrawn.Contains);

    private Deployment Build(VerifiedOrder order, OpenedBundle bundle, ContentKey key)
    {
        var (length, bundleId) = (bundle.TemplateLength, bundle.Header.BundleId);
        var templates = GC.AllocateArray<float>(checked(bundle.Count * length), pinned: true);
        try
        {
            var entries = new GalleryEntry[bundle.Count];
            var references = new string[bundle.Count];
            for (var i = 0; i < entries.Length; i++)
            {
                bundle.CopyTemplate(i, templates.AsSpan(i * length, length));
                entries[i] = new GalleryEntry(templates.AsMemory(i * length, length));
                references[i] = bundle.ReferenceOf(i);
            }

            return new Deployment(order, bundleId, bundle.Header.NotAfter, Gallery.Build(length, entries), references)
            {
                Bundle = new HeldBundle(bundle.Header, ContentKey.From(key.Bytes)),
                Erased = reason => receipts.Deleted(order.OrderId, bundleId, reason),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(templates.AsSpan()));
        }
    }
}
