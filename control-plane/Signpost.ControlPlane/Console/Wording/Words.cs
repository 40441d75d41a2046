using Signpost.Contracts.V1;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Staff;
using Signpost.Trust;

namespace Signpost.ControlPlane.Console.Wording;

/// <summary>The closed lists in the words that staff read.</summary>
internal static class Words
{
    public static IReadOnlyList<Category> Categories { get; } = Known<Category>();

    public static IReadOnlyList<Purpose> Purposes { get; } = Known<Purpose>();

    public static IReadOnlyList<LegalGround> LegalGrounds { get; } = Known<LegalGround>();

    public static IReadOnlyList<FalseAlertCeiling> Ceilings { get; } = Known<FalseAlertCeiling>();

    public static string Of(Category category) => ClosedLists.Words(category);

    public static string Of(Purpose purpose) => ClosedLists.Words(purpose);

    public static string Of(LegalGround ground) => ClosedLists.Words(ground);

    public static string Of(FalseAlertCeiling ceiling) => ClosedLists.Words(ceiling);

    public static string Of(StaffRole role) => role switch
    {
        StaffRole.Author => "Author",
        StaffRole.AuthorisingOfficer => "Authorising officer",
        StaffRole.SeniorAuthorisingOfficer => "Senior authorising officer",
        StaffRole.Operator => "Operator",
        StaffRole.FieldEngineer => "Field engineer",
        StaffRole.Auditor => "Auditor",
        StaffRole.Administrator => "Administrator",
        _ => "No role",
    };

    public static string Of(DeploymentState state, int signatures = 0) => state switch
    {
        DeploymentState.Drafted => signatures == 0 ? "Drafted" : "Signed by the author",
        DeploymentState.Authorised => "Authorised",
        DeploymentState.Ended => "Ended",
        DeploymentState.Expired => "Expired",
        _ => "Unknown",
    };

    public static string Of(AlertDecision decision) => decision switch
    {
        AlertDecision.Confirm => "Confirmed",
        AlertDecision.Reject => "Rejected",
        _ => "Waiting",
    };

    // The first value of every enumeration on the wire is 'unspecified'.
    private static T[] Known<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Skip(1)];
}
