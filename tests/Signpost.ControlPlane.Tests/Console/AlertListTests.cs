using Signpost.ControlPlane.Console.Alerts;

namespace Signpost.ControlPlane.Tests.Console;

public sealed class AlertListTests
{
    private readonly AlertList list = new();

    [Fact]
    public void Take_NewAlert_GoesOnTopAndLeavesTheChoice()
    {
        list.Fill([Samples.Alert(2), Samples.Alert(1)]);
        list.Choose(1);

        list.Take(Samples.Alert(3), add: true);

        Assert.Equal([3, 2, 1], list.Alerts.Select(alert => alert.Id));
        Assert.Equal(1, list.Chosen?.Id);
    }

    [Fact]
    public void Take_NewerRevision_ReplacesInPlace()
    {
        list.Fill([Samples.Alert(2), Samples.Alert(1)]);

        list.Take(Samples.Alert(2, revision: 4), add: true);

        Assert.Equal(2, list.Alerts.Count);
        Assert.Equal(4, list.Chosen?.Revision);
    }

    [Fact]
    public void Take_DecidedElsewhereAndNotListed_StaysOut()
    {
        list.Fill([Samples.Alert(2)]);

        list.Take(Samples.Alert(1, decision: Samples.Confirmed()), add: false);

        Assert.Equal([2], list.Alerts.Select(alert => alert.Id));
    }

    [Fact]
    public void Take_OutOfOrder_KeepsNewestFirst()
    {
        list.Fill([Samples.Alert(5), Samples.Alert(2)]);

        list.Take(Samples.Alert(3), add: true);

        Assert.Equal([5, 3, 2], list.Alerts.Select(alert => alert.Id));
    }

    [Fact]
    public void Take_MoreThanItHolds_DropsTheOldestButNeverTheChosen()
    {
        list.Fill(Enumerable.Range(1, AlertList.Most).Reverse().Select(id => Samples.Alert(id)));
        list.Choose(1);

        list.Take(Samples.Alert(AlertList.Most + 1), add: true);

        Assert.Equal(AlertList.Most, list.Alerts.Count);
        Assert.Contains(list.Alerts, alert => alert.Id == 1);
        Assert.DoesNotContain(list.Alerts, alert => alert.Id == 2);
    }

    [Fact]
    public void Move_PastAnEnd_StopsThere()
    {
        list.Fill([Samples.Alert(2), Samples.Alert(1)]);

        list.Move(5);
        Assert.Equal(1, list.Chosen?.Id);
        list.Move(-5);
        Assert.Equal(2, list.Chosen?.Id);
    }

    [Fact]
    public void DropDecided_ChosenIsDecided_KeepsItAlone()
    {
        list.Fill([Samples.Alert(3, decision: Samples.Confirmed()), Samples.Alert(2, decision: Samples.Confirmed()), Samples.Alert(1)]);
        list.Choose(2);

        list.DropDecided();

        Assert.Equal([2, 1], list.Alerts.Select(alert => alert.Id));
    }
}
