using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Tests.Support;

/// <summary>The provider under test, with a fuse: the n-th step towards the database throws, as a process that dies there would stop.</summary>
internal sealed class FaultyStorage(IStorageProvider inner) : IStorageProvider
{
    private readonly Fuse fuse = new();

    public bool SingleWriter => inner.SingleWriter;

    /// <summary>Blows at step <paramref name="step"/> (from 1) counted from now; 0: never.</summary>
    public void BlowAt(int step) => fuse.Set(step);

    /// <summary>Whether it blew since it was set.</summary>
    public bool HasBlown => fuse.HasBlown;

    public void Configure(DbContextOptionsBuilder options, string connectionString)
    {
        inner.Configure(options, connectionString);
        options.AddInterceptors(new Commands(fuse), new Commits(fuse));
    }

    public Task MigrateAsync(ControlPlaneDb db, CancellationToken cancel) => inner.MigrateAsync(db, cancel);

    public bool IsWorthRetrying(Exception failure) => inner.IsWorthRetrying(failure);

    private sealed class Fuse
    {
        private int left;
        private int blown;

        public bool HasBlown => blown != 0;

        public void Set(int step)
        {
            blown = 0;
            left = step;
        }

        public void Burn()
        {
            if (left == 0 || Interlocked.Decrement(ref left) != 0) return;
            blown = 1;
            throw new PowerCutException();
        }
    }

    private sealed class Commands(Fuse fuse) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            fuse.Burn();
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            fuse.Burn();
            return base.ReaderExecutedAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            fuse.Burn();
            return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
        }
    }

    private sealed class Commits(Fuse fuse) : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            fuse.Burn();
            return base.TransactionCommittingAsync(transaction, eventData, result, cancellationToken);
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            fuse.Burn();
            return base.TransactionCommittedAsync(transaction, eventData, cancellationToken);
        }
    }
}

internal sealed class PowerCutException() : Exception("power cut");
