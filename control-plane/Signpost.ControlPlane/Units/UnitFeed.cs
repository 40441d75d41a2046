using Microsoft.Extensions.Logging;

namespace Signpost.ControlPlane.Units;

/// <summary>Tells this process what changed. A handler that throws is logged and keeps no other from hearing.</summary>
internal sealed class UnitFeed(ILogger<UnitFeed> log) : IUnitFeed
{
    public event Action<string>? UnitChanged;

    public event Action<Guid>? DeploymentChanged;

    public void Unit(string unitId)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(UnitChanged))
        {
            try
            {
                handler(unitId);
            }
            catch (Exception e)
            {
                log.HandlerFailed(e);
            }
        }
    }

    public void Deployment(Guid id)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(DeploymentChanged))
        {
            try
            {
                handler(id);
            }
            catch (Exception e)
            {
                log.HandlerFailed(e);
            }
        }
    }
}
