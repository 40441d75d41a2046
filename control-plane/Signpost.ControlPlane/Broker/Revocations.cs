using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Units;
using Signpost.Trust;

namespace Signpost.ControlPlane.Broker;

/// <summary>Keeps <c>pki/revoked.crl</c> for a broker of its own: written at start, at every revocation, and once a day for other replicas' and for its end.</summary>
internal sealed class Revocations(
    string path, Transactions transactions, IssuingAuthority authority, UnitSignals signals, TimeProvider time, ILogger<Revocations> log) : BackgroundService
{
    public const string File = "revoked.crl";
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var changed = new SemaphoreSlim(0);
        void Wake(string unit) => changed.Release();
        signals.UnitRevoked += Wake;
        try
        {
            while (true)
            {
                while (changed.CurrentCount > 0) await changed.WaitAsync(stoppingToken);
                await WriteAsync(stoppingToken);
                using var day = new CancellationTokenSource(Every, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(day.Token, stoppingToken);
                try
                {
                    await changed.WaitAsync(either.Token);
                }
                catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
                {
                    // A day is over.
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
        finally
        {
            signals.UnitRevoked -= Wake;
        }
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        try
        {
            await using var db = await transactions.ReadAsync(cancel);
            var revoked = await db.Units.AsNoTracking().Where(x => x.RevokedAt != null).ToDictionaryAsync(x => x.Id, x => x.RevokedAt!.Value, cancel);
            authority.WriteRevocationList(path, revoked);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.RevocationsNotWritten(e);
        }
    }
}
