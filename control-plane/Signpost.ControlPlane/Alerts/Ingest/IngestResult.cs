namespace Signpost.ControlPlane.Alerts.Ingest;

/// <summary>What became of a message. Everything but the first two is a refusal with its reason.</summary>
internal enum IngestResult
{
    /// <summary>A new alert or a newer revision.</summary>
    Stored = 1,

    /// <summary>A revision that is not newer than the one there is.</summary>
    Superseded = 2,

    Malformed = 10,
    UnknownVersion = 11,
    TooLarge = 12,
    WrongUnit = 13,
    UnknownDeployment = 14,
    NotInDeployment = 15,
    KeyDeleted = 16,
    CannotOpen = 17,
    BadSignature = 18,
    IdentityMismatch = 19,
    WrongDeployment = 20,
    ThresholdNotAuthorised = 21,
    BelowThreshold = 22,
    UnknownReference = 23,
    OutsideWindow = 24,
    ProbeUnreadable = 25,

    /// <summary>Sequence so far above the watermark that it is not kept: the unit sends it again. Never recorded.</summary>
    TooFarAhead = 40,
}
