namespace Signpost.ControlPlane.Staff;

/// <summary>What a member of staff may do. One role each: nobody holds both sides of a two-person rule.</summary>
public enum StaffRole
{
    None = 0,

    /// <summary>Makes watchlists and drafts orders, and signs them first.</summary>
    Author = 1,

    /// <summary>Authorises orders, always as another person than the author.</summary>
    AuthorisingOfficer = 2,

    /// <summary>Decides on alerts.</summary>
    Operator = 3,

    /// <summary>Makes claim tokens, looks after units.</summary>
    FieldEngineer = 4,

    /// <summary>Reads the audit record, sees no faces.</summary>
    Auditor = 5,

    /// <summary>Looks after staff accounts, the roster and units, sees no faces.</summary>
    Administrator = 6,

    /// <summary>Authorises orders, lists with under-18s among them, and ratifies what an authorising officer began alone.</summary>
    SeniorAuthorisingOfficer = 7,
}

/// <summary>The roles' names in configuration, tokens and the API.</summary>
public static class StaffRoles
{
    private static readonly string[] Names =
        ["", "author", "authorising-officer", "operator", "field-engineer", "auditor", "administrator", "senior-authorising-officer"];

    /// <summary>Whether this role authorises orders.</summary>
    public static bool Authorises(this StaffRole role) => role is StaffRole.AuthorisingOfficer or StaffRole.SeniorAuthorisingOfficer;

    /// <summary>Whether this role signs orders, in whatever part.</summary>
    public static bool Signs(this StaffRole role) => role == StaffRole.Author || role.Authorises();

    public static string Name(this StaffRole role) => Names[(int)role];

    /// <summary><see cref="StaffRole.None"/> when <paramref name="name"/> is no role.</summary>
    public static StaffRole Parse(string? name) =>
        string.IsNullOrEmpty(name) ? StaffRole.None : (StaffRole)Math.Max(0, Array.IndexOf(Names, name));
}
