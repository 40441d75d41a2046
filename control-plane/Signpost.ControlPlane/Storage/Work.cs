using System.Security.Cryptography;
using System.Text.Json;
using Signpost.ControlPlane.Records;

namespace Signpost.ControlPlane.Storage;

/// <summary>One transaction's context, actor and clock reading.</summary>
internal sealed class Work(ControlPlaneDb db, AuditActor actor, DateTimeOffset now)
{
    private readonly List<Action> announcements = [];

    public ControlPlaneDb Db { get; } = db;

    public DateTimeOffset Now { get; } = now;

    public bool HasRecorded { get; private set; }

    /// <summary>Adds an audit row. <paramref name="facts"/> must not be personal; <paramref name="personal"/> is kept as a salted digest only.</summary>
    public void Record(string action, AuditSubject[] subjects, (string Name, string Value)[]? facts = null, byte[][]? personal = null)
    {
        var salt = personal is null ? null : RandomNumberGenerator.GetBytes(AuditDigest.SaltLength);
        Db.Audit.Add(new AuditRow
        {
            At = Now,
            StaffId = actor.StaffId,
            Actor = actor.Name,
            Action = action,
            Subjects = string.Join(' ', subjects),
            Facts = JsonSerializer.Serialize((facts ?? []).ToDictionary(fact => fact.Name, fact => fact.Value)),
            Salt = salt,
            Digest = salt is null ? null : AuditDigest.Compute(salt, personal!),
        });
        HasRecorded = true;
    }

    /// <summary>Runs after commit, never after a rollback.</summary>
    public void AfterCommit(Action announcement) => announcements.Add(announcement);

    internal void Announce() => announcements.ForEach(announcement => announcement());
}
