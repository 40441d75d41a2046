using Signpost.Hardware.Simulated;

namespace Signpost.Hardware.Tests.Simulated;

public sealed class SimulatedBeaconTests
{
    [Fact]
    public void Beacon_Switched_IsLitAsAsked()
    {
        var beacon = new SimulatedBeacon();
        Assert.False(beacon.IsLit);
        beacon.Set(true);
        Assert.True(beacon.IsLit);
        beacon.Set(false);
        Assert.False(beacon.IsLit);
    }

    [Fact]
    public void Beacon_Tripped_IsDarkWhateverIsAskedUntilRepaired()
    {
        var beacon = new SimulatedBeacon();
        beacon.Set(true);
        beacon.Trip();
        Assert.False(beacon.IsLit);
        beacon.Set(true);
        Assert.False(beacon.IsLit);
        beacon.Repair();
        Assert.True(beacon.IsLit);
    }
}
