namespace Signpost.ControlPlane.Staff.Sessions;

/// <summary>Tells the open pages of this process that a session has ended. Those of other replicas find out when they look again.</summary>
internal sealed class SessionFeed
{
    public event Action<Guid>? Ended;

    public void Tell(Guid sessionId) => Ended?.Invoke(sessionId);
}
