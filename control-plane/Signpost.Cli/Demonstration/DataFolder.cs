namespace Signpost.Cli.Demonstration;

/// <summary>One demonstration's state: keys, sign-ins, the control plane's and the units' own folders, logs.</summary>
/// <param name="Root">Absolute path; readable by its owner only.</param>
internal sealed record DataFolder(string Root)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Force => Path.Combine(Root, "force");

    public string Logs => Path.Combine(Root, "logs");

    public string Photographs => Path.Combine(Root, "photographs");

    public string Staff => Path.Combine(Root, "staff.json");

    public string SignIns => Path.Combine(Root, "sign-ins.txt");

    public string Ports => Path.Combine(Root, "ports.json");

    public string Deployment => Path.Combine(Root, "deployment.json");

    public string ControlPlane => Path.Combine(Root, "control-plane");

    /// <summary>The certificate authority the control plane makes at its first start.</summary>
    public string ControlPlaneCa => Path.Combine(ControlPlane, "pki", "issuing-ca.crt");

    public string ControlPlaneConfiguration => Path.Combine(Root, "control-plane.json");

    /// <param name="number">From 1.</param>
    public UnitFolder Unit(int number) => new(number, Path.Combine(Root, "units", $"unit-{number}"));

    public string Log(string program) => Path.Combine(Logs, program + ".log");

    public void Create()
    {
        foreach (var folder in new[] { Root, Force, Logs, Photographs, ControlPlane }) Directory.CreateDirectory(folder, OwnerOnly);
    }

    internal static void CreatePrivate(string folder) => Directory.CreateDirectory(folder, OwnerOnly);
}

/// <summary>What one unit gets: in a real installation this is on the unit.</summary>
internal sealed record UnitFolder(int Number, string Root)
{
    /// <summary>As reports and logs call it; the unit's id is the control plane's to give.</summary>
    public string Name => $"unit-{Number}";

    /// <summary>Where the claim token says the unit hangs: this is how it is found among those that wait to be approved.</summary>
    public string Site => $"Demonstration, camera {Number}";

    public string Configuration => Path.Combine(Root, "unit.json");

    public string Provision => Path.Combine(Root, "provision.json");

    public string ClaimToken => Path.Combine(Root, "claim-token");

    public string Data => Path.Combine(Root, "data");

    /// <summary>Where the unit writes the id that it was given.</summary>
    public string UnitId => Path.Combine(Data, "unit-id");

    /// <summary>The simulated camera puts its start time before the extension: a restart keeps what an earlier life showed.</summary>
    public string Truth => Path.Combine(Root, "truth.json");

    public IEnumerable<string> TruthFiles() => Directory.EnumerateFiles(Root, "truth*.json");

    public void Create()
    {
        DataFolder.CreatePrivate(Root);
        DataFolder.CreatePrivate(Data);
    }
}
