namespace Signpost.ControlPlane.Storage.Keys;

/// <summary>A master in use. Its key is in the key store; here stands that data keys may be wrapped under it. The database keeps it while a data key refers to it.</summary>
internal sealed class MasterKeyRow
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The data key of one watchlist, wrapped.</summary>
internal sealed class DataKeyRow
{
    /// <summary>The watchlist.</summary>
    public required Guid Id { get; init; }

    public required Guid MasterId { get; set; }

    /// <summary>As <see cref="IKeyStore.Wrap"/> made it.</summary>
    public required byte[] Wrapped { get; set; }
}
