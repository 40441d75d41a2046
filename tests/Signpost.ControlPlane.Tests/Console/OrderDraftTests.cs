using Signpost.Contracts.V1;
using Signpost.ControlPlane.Console.Orders;
using Signpost.ControlPlane.Tests.Support;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Console;

public sealed class OrderDraftTests
{
    [Fact]
    public void Errors_NothingFilledIn_TellsEverythingAtOnce()
    {
        var draft = OrderDraft.Start(Samples.Noon.DateTime, list: null);

        Assert.Equal(8, draft.Errors().Count);
    }

    [Fact]
    public void Errors_Complete_None()
    {
        var draft = Complete();

        Assert.Empty(draft.Errors());
        var deployment = draft.ToDeployment(wall => new DateTimeOffset(wall, TimeSpan.Zero));
        Assert.Equal(["unit-a"], deployment.UnitIds);
        Assert.Equal(["sign-1", "sign-2"], deployment.Signs.Select(sign => sign.Id));
        Assert.InRange(deployment.EvidenceTo, deployment.EvidenceFrom, deployment.NotAfter);
        Assert.Null(deployment.UrgencyReason);
        Assert.Equal(FalseAlertCeiling.OneInSixThousand, deployment.FalseAlertCeiling);
        Assert.InRange(deployment.NoDecisionFrom, 0.01f, deployment.Threshold);
    }

    [Fact]
    public void Errors_WindowLongerThanADay_SaysSo()
    {
        var draft = Complete();
        draft.To = draft.From.AddHours(25);

        Assert.Contains("24 hours", Assert.Single(draft.Errors()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void Errors_ThresholdOutOfRange_SaysSo(float threshold)
    {
        var draft = Complete();
        draft.Threshold = threshold;

        Assert.Contains("threshold", Assert.Single(draft.Errors()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.47f)]
    [InlineData(float.NaN)]
    public void Errors_NoDecisionOutOfRange_SaysSo(float noDecisionFrom)
    {
        var draft = Complete();
        draft.NoDecisionFrom = noDecisionFrom;

        Assert.Contains("'No decision from'", Assert.Single(draft.Errors()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(416)]
    public void Threshold_OfAListChosen_IsOneThatTheCertificateAllows(int entries)
    {
        var certificate = TestCertificate.Of(new byte[32]);
        var draft = Complete();

        draft.RestOn(certificate, entries);

        Assert.True(certificate.LargestList(draft.Threshold, draft.Ceiling) >= entries);
        Assert.InRange(draft.NoDecisionFrom, 0.01f, draft.Threshold);
    }

    private static OrderDraft Complete()
    {
        var draft = OrderDraft.Start(Samples.Noon.DateTime, list: null);
        (draft.PlaceName, draft.EvidenceReference) = ("Station forecourt", "INT-1");
        (draft.ConsultationReference, draft.AssessmentReference, draft.Signs) = ("CON-1", "DPIA-1", "51.55, -0.12\n51.56, -0.11");
        draft.Corners = "51.5, -0.1\n51.6, -0.1\n51.6, -0.2";
        draft.Toggle(Category.Missing, true);
        draft.ToggleUnit("unit-a", true);
        return draft;
    }
}
