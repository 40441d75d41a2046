namespace Signpost.Edge.Appliance;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Broken = 1;
    public const int Usage = 2;
    public const int NotEnrolled = 3;
    public const int NotReady = 4;
}
