using Signpost.Contracts.V1;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Staff;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Units;

namespace Signpost.ControlPlane.Tests.Console;

/// <summary>Views as the services hand them out, with made-up content.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static AlertView Alert(long id, long revision = 1, DecisionView? decision = null) => new(
        id, Guid.Parse("01234567-89ab-7def-8123-456789abcdef"), revision, "unit-a", "North gate", Guid.Empty, "Station forecourt", Guid.Empty, "R-1234", "A. Sample",
        Category.Missing, "Missing since Friday", 0.71f, 0.45f, Noon, Noon, Noon.AddSeconds(-2), Noon.AddMilliseconds(300), Noon.AddMilliseconds(300),
        [Shot(72, 96)], decision);

    public static ShotView Shot(float quality, float faceWidth, float sharpness = 80) =>
        new(Noon, quality, faceWidth, 0.68f, new ShotComponents(sharpness, 100, 100, 90, 95, 97, 98, 100, 100, 99));

    public static DecisionView Confirmed(long revision = 1) => new(AlertDecision.Confirm, "Same person on comparison", "operator", Noon, revision);

    public static DeploymentView Order(DeploymentState state = DeploymentState.Drafted, params SignatureView[] signatures) => new(
        Guid.Empty, state, Guid.Empty, "List", 2, Purpose.LocateWantedPerson, LegalGround.WarrantOfArrest, "Station forecourt", [], Noon, Noon.AddHours(4),
        [Category.Missing], 0.45f, 0.4f, FalseAlertCeiling.OneInSixThousand, Certificate(0.45f, 2), ["unit-a"], "INT-1", 24, "author", Noon, signatures, Noon.AddDays(-30), Noon,
        "CON-1", "DPIA-1", [new("sign-1", 51.5, -0.1)], [new("unit-a", "v4l2:1:2:SN-1")], 24, 60, null, null, null, null, null, null, null, new(0, 0, [], false));

    public static CertificateView? Certificate(float threshold, int entries) =>
        CertificateView.Of(TestCertificate.Of(new byte[32]), threshold, FalseAlertCeiling.OneInSixThousand, entries);

    public static SignatureView AuthorSigned { get; } = new("officer-a", "author", StaffRole.Author, Noon);

    public static StaffMember Member(StaffRole role, string? officer = "officer-a") => new(Guid.Empty, "somebody", role, officer);

    public static UnitView Unit(bool connected, UnitHealthView? health) =>
        new("unit-a", "North gate", Noon, null, "0.1.0", "ab12", true, Noon.AddDays(30), connected, Noon, 1, null, ["v4l2:1:2:SN-1"], null, health);

    public static UnitHealthView Health(UnitState state, RefusalReason refusal = RefusalReason.None, params SuspensionReason[] reasons)
    {
        var times = new StageTimes(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(4));
        return new UnitHealthView(Noon, state, reasons, refusal, 1, 0, 1, 9, 1, 1, 12.5, 0, 1, 1, times, times, times, times, times, Noon, 1, false);
    }
}
