using Signpost.Contracts.V1;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Console.Wording;

/// <summary>The closed lists in the words that staff read.</summary>
internal static class Words
{
    public static IReadOnlyList<Category> Categories { get; } = Known<Category>();

    public static IReadOnlyList<Purpose> Purposes { get; } = Known<Purpose>();

    public static IReadOnlyList<LegalGround> LegalGrounds { get; } = Known<LegalGround>();

    public static IReadOnlyList<FalseAlertCeiling> Ceilings { get; } = Known<FalseAlertCeiling>();

    public static string Of(Category category) => category switch
    {
        Category.WantedOnWarrant => "Wanted on warrant",
        Category.SuspectedOfNamedSeriousOffence => "Suspected of a named serious offence",
        Category.SubjectOfCourtOrder => "Subject of a court order",
        Category.Missing => "Missing",
        Category.VulnerableAtRisk => "Vulnerable, at risk",
        Category.SeededVolunteer => "Seeded volunteer (field test)",
        _ => "Unknown category",
    };

    public static string Of(Purpose purpose) => purpose switch
    {
        Purpose.LocateWantedPerson => "Locate a wanted person",
        Purpose.LocateMissingOrVulnerablePerson => "Locate a missing or vulnerable person",
        Purpose.ProtectNamedEvent => "Protect a named event",
        Purpose.PreventSeriousHarmToNamedPlace => "Prevent serious harm to a named place",
        _ => "Unknown purpose",
    };

    public static string Of(LegalGround ground) => ground switch
    {
        LegalGround.CommonLawPreventionAndDetectionOfCrime => "Common law: prevention and detection of crime",
        LegalGround.WarrantOfArrest => "Warrant of arrest",
        LegalGround.CourtOrder => "Court order",
        LegalGround.ProtectionOfLife => "Protection of life",
        LegalGround.ConsentOfVolunteer => "Consent of the volunteer",
        _ => "Unknown ground",
    };

    public static string Of(FalseAlertCeiling ceiling) => ceiling switch
    {
        FalseAlertCeiling.OneInSixThousand => "At most one in 6,000 visits (the policy)",
        FalseAlertCeiling.OneInThousand => "At most one in 1,000 visits (the most that can be authorised)",
        _ => "Unknown ceiling",
    };

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
