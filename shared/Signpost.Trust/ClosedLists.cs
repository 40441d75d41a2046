using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>The closed lists in the words that people read, on screens and on the command line.</summary>
public static class ClosedLists
{
    /// <summary>What a listed person is.</summary>
    public static string Words(Category category) => category switch
    {
        Category.WantedOnWarrant => "Wanted on warrant",
        Category.SuspectedOfNamedSeriousOffence => "Suspected of a named serious offence",
        Category.SubjectOfCourtOrder => "Subject of a court order",
        Category.Missing => "Missing",
        Category.VulnerableAtRisk => "Vulnerable, at risk",
        Category.SeededVolunteer => "Seeded volunteer (field test)",
        _ => "Unknown category",
    };

    /// <summary>What a deployment is for.</summary>
    public static string Words(Purpose purpose) => purpose switch
    {
        Purpose.LocateWantedPerson => "Locate a wanted person",
        Purpose.LocateMissingOrVulnerablePerson => "Locate a missing or vulnerable person",
        Purpose.ProtectNamedEvent => "Protect a named event",
        Purpose.PreventSeriousHarmToNamedPlace => "Prevent serious harm to a named place",
        _ => "Unknown purpose",
    };

    /// <summary>What it rests on in law.</summary>
    public static string Words(LegalGround ground) => ground switch
    {
        LegalGround.CommonLawPreventionAndDetectionOfCrime => "Common law: prevention and detection of crime",
        LegalGround.WarrantOfArrest => "Warrant of arrest",
        LegalGround.CourtOrder => "Court order",
        LegalGround.ProtectionOfLife => "Protection of life",
        LegalGround.ConsentOfVolunteer => "Consent of the volunteer",
        _ => "Unknown ground",
    };

    /// <summary>How many false alerts are accepted.</summary>
    public static string Words(FalseAlertCeiling ceiling) => ceiling switch
    {
        FalseAlertCeiling.OneInSixThousand => "At most one in 6,000 visits (the policy)",
        FalseAlertCeiling.OneInThousand => "At most one in 1,000 visits (the most that can be authorised)",
        _ => "Unknown ceiling",
    };

    /// <summary>What an officer of the roster may sign as.</summary>
    public static string Words(OfficerRole role) => role switch
    {
        OfficerRole.Author => "author",
        OfficerRole.AuthorisingOfficer => "authorising officer",
        OfficerRole.SeniorAuthorisingOfficer => "senior authorising officer",
        OfficerRole.Reviewer => "reviewer",
        OfficerRole.FieldEngineer => "field engineer",
        OfficerRole.Release => "release",
        _ => "unknown role",
    };
}
