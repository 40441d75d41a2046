namespace Signpost.ControlPlane.Units.Enrolment;

/// <summary>What became of a unit that presented a token.</summary>
public enum EnrolmentState
{
    /// <summary>Nobody has decided.</summary>
    Waiting = 1,

    /// <summary>It is a unit.</summary>
    Approved = 2,

    /// <summary>It is not taken.</summary>
    Refused = 3,
}
