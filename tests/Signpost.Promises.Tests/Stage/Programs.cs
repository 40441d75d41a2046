using System.Runtime.InteropServices;

namespace Signpost.Promises.Tests.Stage;

/// <summary>The programs under test, as this solution builds them.</summary>
internal static class Programs
{
    public static string ControlPlane => Of("Signpost.ControlPlane.Server");

    public static string Unit => Of("Signpost.Edge.Appliance");

    // artifacts/bin/PROJECT/CONFIGURATION, as this test's own; with the runtime's name behind it where the project says one.
    private static string Of(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name);
        var named = $"{folder}_{RuntimeInformation.RuntimeIdentifier}";
        return Path.Combine(Directory.Exists(named) ? named : folder, project);
    }
}
