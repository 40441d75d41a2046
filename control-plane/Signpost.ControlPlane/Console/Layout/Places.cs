using MudBlazor;
using Signpost.ControlPlane.Staff;

namespace Signpost.ControlPlane.Console.Layout;

/// <summary>A page in the navigation. <paramref name="Path"/> is relative to the console's root.</summary>
internal sealed record Place(string Path, string Title, string Icon);

/// <summary>Which pages a role works with, in the order of its work; the first is where it starts. The services check every action again.</summary>
internal static class Places
{
    private static readonly Place Alerts = new("alerts", "Alerts", Icons.Material.Outlined.NotificationsNone);
    private static readonly Place Orders = new("orders", "Orders", Icons.Material.Outlined.Approval);
    private static readonly Place Watchlists = new("watchlists", "Watchlists", Icons.Material.Outlined.FolderShared);
    private static readonly Place Units = new("units", "Units", Icons.Material.Outlined.Videocam);
    private static readonly Place Records = new("records", "Records", Icons.Material.Outlined.ReceiptLong);
    private static readonly Place Staff = new("staff", "Staff", Icons.Material.Outlined.Badge);

    public static IReadOnlyList<Place> For(StaffRole role) => role switch
    {
        StaffRole.Author => [Watchlists, Orders, Units],
        StaffRole.AuthorisingOfficer or StaffRole.SeniorAuthorisingOfficer => [Orders, Watchlists, Alerts, Units],
        StaffRole.Operator => [Alerts, Orders, Units],
        StaffRole.FieldEngineer => [Units],
        StaffRole.Auditor => [Records, Orders, Units],
        StaffRole.Administrator => [Staff, Units, Orders],
        _ => [],
    };
}
