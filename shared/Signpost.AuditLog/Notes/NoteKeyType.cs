namespace Signpost.AuditLog;

/// <summary>What a key signs; the type bytes of C2SP signed-note.</summary>
public enum NoteKeyType
{
    /// <summary>A note's text (Ed25519).</summary>
    Note = 0x01,

    /// <summary>A checkpoint and the time at which it was seen: a witness's cosignature (C2SP tlog-cosignature, Ed25519).</summary>
    Cosignature = 0x04,
}
