using System.Data;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Staff.Sessions;
using Signpost.ControlPlane.Storage.Keys;

namespace Signpost.ControlPlane.Storage;

/// <summary>
/// Runs changes: one transaction each, tried again on a fresh context when somebody else was in the way, announced only after commit.
/// When a call returns a value, its change and its audit rows are on disk; when it returns a problem or throws, neither is.
/// </summary>
internal sealed class Transactions(
    IDbContextFactory<ControlPlaneDb> contexts, IStorageProvider provider, TimeProvider time, ILogger<Transactions> log) : IDisposable
{
    private const int Tries = 10;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);
    private readonly SemaphoreSlim? writer = provider.SingleWriter ? new(1, 1) : null;

    /// <summary>An action of a member of staff, refused once their session has ended. An action that succeeds and recorded nothing is a bug.</summary>
    public Task<Outcome<T>> StaffAsync<T>(StaffMember actor, Func<Work, Task<Outcome<T>>> action, CancellationToken cancel) => RunAsync(
        AuditActor.Of(actor), async work => await SessionRules.CheckAsync(work, actor, cancel) is { } ended ? ended : await action(work), mustRecord: true, cancel);

    /// <summary>What a unit or the control plane itself does; the audit gate holds here too.</summary>
    public Task<Outcome<T>> SystemAsync<T>(AuditActor actor, Func<Work, Task<Outcome<T>>> action, CancellationToken cancel) =>
        RunAsync(actor, action, mustRecord: false, cancel);

    /// <summary>A context to read with.</summary>
    public Task<ControlPlaneDb> ReadAsync(CancellationToken cancel) => contexts.CreateDbContextAsync(cancel);

    public void Dispose() => writer?.Dispose();

    private async Task<Outcome<T>> RunAsync<T>(AuditActor actor, Func<Work, Task<Outcome<T>>> action, bool mustRecord, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(actor, action, mustRecord, cancel);
            }
            catch (Exception failure) when (attempt < Tries && (failure is DbUpdateConcurrencyException or MasterGoneException || provider.IsWorthRetrying(failure)))
            {
                log.Retrying(attempt, failure.GetType().Name);
                await Task.Delay(Pause(attempt), time, cancel);
            }
        }
    }

    // Spread out, so that those who collided do not collide again.
    private static TimeSpan Pause(int attempt)
    {
        var longest = Math.Min(LongestPause.TotalMilliseconds, 10 << attempt);
        return TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)longest / 2, (int)longest));
    }

    private async Task<Outcome<T>> TryAsync<T>(AuditActor actor, Func<Work, Task<Outcome<T>>> action, bool mustRecord, CancellationToken cancel)
    {
        Work work;
        Outcome<T> outcome;
        if (writer is not null) await writer.WaitAsync(cancel);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancel);
            // A row that another replica changed since it was read fails the transaction, and it runs again: no change is overwritten by one that never saw it.
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            work = new Work(db, actor, time.GetUtcNow());
            outcome = await action(work);
            if (!outcome.Succeeded(out _, out _)) return outcome;
            if (mustRecord && !work.HasRecorded) throw new UnauditedChangeException("A staff action succeeded without an audit row.");
            await db.SaveChangesAsync(cancel);
            // From here on the change stands or falls with the database alone, not with the caller's patience.
            await transaction.CommitAsync(CancellationToken.None);
        }
        finally
        {
            writer?.Release();
        }

        work.Announce();
        return outcome;
    }
}
