using Microsoft.Extensions.Logging;

namespace Signpost.ControlPlane.Alerts;

/// <summary>Tells this process of alerts. A handler that throws is logged and keeps no other from hearing.</summary>
internal sealed class AlertFeed(ILogger<AlertFeed> log) : IAlertFeed
{
    public event Action<AlertChange>? AlertChanged;

    public void Announce(AlertChange change)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(AlertChanged))
        {
            try
            {
                handler(change);
            }
            catch (Exception e)
            {
                log.HandlerFailed(e);
            }
        }
    }
}
