using Signpost.ControlPlane.Outcomes;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Units.Enrolment;

/// <summary>A unit that waits to be taken in.</summary>
/// <param name="UnitId">The id that it will have.</param>
/// <param name="BoardDigest">SHA-256 of its board file, hexadecimal: to be held against the one in the engineer's hand.</param>
/// <param name="MayDecide">Whether the one who asks is another person than the one who made the token.</param>
public sealed record EnrolmentView(
    Guid Id, string UnitId, string Site, string BoardDigest, bool SimulatedBoard, string SoftwareVersion, string TokenMadeBy, DateTimeOffset RequestedAt, DateTimeOffset LapsesAt,
    bool MayDecide);

/// <summary>Units that presented a claim token: a second person lets them in.</summary>
public interface IEnrolmentQueue
{
    /// <summary>Field engineer or administrator: the oldest first.</summary>
    Task<Outcome<IReadOnlyList<EnrolmentView>>> WaitingAsync(StaffMember actor, CancellationToken cancel = default);

    /// <summary>
    /// Administrator, or field engineer who did not make the token (enrolment.same-person): the unit gets its certificate when it asks next. Problem codes besides:
    /// enrolment.not-found, enrolment.decided, enrolment.lapsed.
    /// </summary>
    Task<Outcome<UnitView>> ApproveAsync(StaffMember actor, Guid enrolmentId, CancellationToken cancel = default);

    /// <summary>Field engineer or administrator, also who made the token: the unit is told so, and its token is used up. <paramref name="reason"/>: 1 to 500 characters.</summary>
    Task<Outcome<EnrolmentView>> RefuseAsync(StaffMember actor, Guid enrolmentId, string reason, CancellationToken cancel = default);
}
