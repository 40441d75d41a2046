using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Storage;
using Signpost.ControlPlane.Units;
using Signpost.Trust;

namespace Signpost.ControlPlane.Deployments;

internal sealed class RosterService(Transactions transactions, DeploymentOptions options, UnitSignals signals, TimeProvider time) : IRosterService
{
    private static readonly Problem NoRoot = Problem.Invalid(
        "roster.no-root", "The force's root public key is not known yet: send it with the roster (rootPublicKey), or name it in the configuration (rosterRootFile).");

    public static readonly Problem None = Problem.Conflict("roster.none", "There is no roster yet: an administrator installs the one that the force's root signed.");

    public async Task<RosterView?> CurrentAsync(CancellationToken cancel = default)
    {
        await using var db = await transactions.ReadAsync(cancel);
        var row = await NewestAsync(db, cancel);
        if (row is null || !RosterVerifier.Verify(row.Bytes, row.RootPublicKey, DateTimeOffset.MinValue, 0).TryGet(out var roster, out _)) return null;
        return View(roster, row.InstalledAt);
    }

    public async Task<Outcome<RosterView>> InstallAsync(
        StaffMember actor, ReadOnlyMemory<byte> roster, ReadOnlyMemory<byte> rootPublicKey, CancellationToken cancel = default)
    {
        if (actor.Require(StaffRole.Administrator) is { } forbidden) return forbidden;
        return await transactions.StaffAsync<RosterView>(
            actor,
            async work =>
            {
                var held = await NewestAsync(work.Db, cancel);
                ReadOnlyMemory<byte> root = options.RosterRoot ?? held?.RootPublicKey ?? rootPublicKey;
                if (root.IsEmpty) return NoRoot;
                if (!rootPublicKey.IsEmpty && !rootPublicKey.Span.SequenceEqual(root.Span))
                    return Problem.Conflict("roster.other-root", "The root public key is not the one that this control plane was set up with.");
                using (var key = P256.TryImportPublicKey(root.Span))
                {
                    if (key is null) return Problem.Invalid("roster.root-key", "The root public key is not a P-256 key (SubjectPublicKeyInfo).");
                }

                if (!RosterVerifier.Verify(roster, root, time.GetUtcNow(), (ulong)(held?.Version ?? 0)).TryGet(out var verified, out var refusal)) return Refused("roster", refusal);
                if (verified.Force != options.Force)
                    return Problem.Conflict("roster.wrong-force", $"The roster is of '{verified.Force}', this control plane serves '{options.Force}'.");
                if (held is not null && (ulong)held.Version == verified.Version)
                {
                    if (!roster.Span.SequenceEqual(held.Bytes)) return Problem.Conflict("roster.same-version", $"There is another roster of version {held.Version}; a new one has a higher version.");
                    work.Record(AuditActions.RosterInstalled, [AuditSubject.Roster(held.Version)], [("again", "yes")]);
                    return View(verified, held.InstalledAt);
                }

                if (verified.Version > long.MaxValue) return Problem.Invalid("roster.version", "The roster's version is out of range.");
                var installed = new InstalledRoster { Version = (long)verified.Version, Bytes = roster.ToArray(), RootPublicKey = root.ToArray(), InstalledAt = work.Now };
                work.Db.Rosters.Add(installed);
                work.Record(
                    AuditActions.RosterInstalled,
                    [AuditSubject.Roster(installed.Version)],
                    [("officers", string.Join(' ', verified.Officers.Select(x => x.OfficerId).Order(StringComparer.Ordinal)))]);
                foreach (var assignment in await work.Db.Assignments.ToListAsync(cancel))
                {
                    assignment.DesiredVersion++;
                    work.AfterCommit(() => signals.Changed(assignment.UnitId));
                }

                return View(verified, work.Now);
            },
            cancel);
    }

    public static Task<InstalledRoster?> NewestAsync(ControlPlaneDb db, CancellationToken cancel) =>
        db.Rosters.AsNoTracking().OrderByDescending(x => x.Version).FirstOrDefaultAsync(cancel);

    /// <summary>The roster in force, verified again: it may have expired since.</summary>
    public static async Task<Outcome<VerifiedRoster>> VerifiedAsync(ControlPlaneDb db, DateTimeOffset now, CancellationToken cancel)
    {
        if (await NewestAsync(db, cancel) is not { } row) return None;
        return RosterVerifier.Verify(row.Bytes, row.RootPublicKey, now, 0).TryGet(out var roster, out var refusal) ? roster : Refused("roster", refusal);
    }

    /// <summary>A refusal of the trust chain as a problem: <c>order.bad-signature</c>.</summary>
    public static Problem Refused(string what, Refusal refusal)
    {
        var code = string.Concat(refusal.Reason.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
        return Problem.Conflict($"{what}.{code}", refusal.Detail);
    }

    private static RosterView View(VerifiedRoster roster, DateTimeOffset installedAt) => new(
        roster.Version,
        roster.Force,
        roster.NotAfter,
        [.. roster.Officers.OrderBy(x => x.OfficerId, StringComparer.Ordinal).Select(x => new OfficerView(x.OfficerId, x.Role, x.NotAfter, x.RevokedAt, x.Keys.Count(key => key.Passkey is null), x.Keys.Count(key => key.Passkey is not null)))],
        installedAt);
}
