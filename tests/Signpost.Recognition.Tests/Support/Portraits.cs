namespace Signpost.Recognition.Tests;

/// <summary>Pictures of one face each, from the demonstration footage.</summary>
internal static class Portraits
{
    public const string Dashboard = "material-dashboard", Kit = "material-kit";

    public static readonly (string Package, string Path)[] Frontal =
    [
        (Dashboard, "assets/img/ivana-square.jpg"), (Dashboard, "assets/img/marie.jpg"), (Dashboard, "assets/img/team-1.jpg"),
        (Dashboard, "assets/img/team-4.jpg"), (Dashboard, "assets/img/team-5.jpg"), (Kit, "assets/img/faces/christian.jpg"),
        (Kit, "assets/img/faces/marc.jpg"),
    ];

    public static string First => Repository.Media(Frontal[0].Package, Frontal[0].Path);

    public static DecodedPhotograph Decode((string Package, string Path) portrait) =>
        Photograph.Decode(Repository.MediaBytes(portrait.Package, portrait.Path));
}
