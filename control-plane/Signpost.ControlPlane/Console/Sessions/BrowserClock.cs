using System.Globalization;

namespace Signpost.ControlPlane.Console.Sessions;

/// <summary>Shows times as the person's wall clock does. The browser leaves its time zone's name in a cookie; without one, times are UTC.</summary>
internal sealed class BrowserClock(TimeProvider time)
{
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public bool IsUtc => Zone.BaseUtcOffset == TimeSpan.Zero && !Zone.SupportsDaylightSavingTime;

    /// <summary>Whether the wall clock shows UTC at that moment, as London's does in winter.</summary>
    public bool IsUtcAt(DateTimeOffset moment) => Zone.GetUtcOffset(moment) == TimeSpan.Zero;

    public DateTimeOffset Now => time.GetUtcNow();

    public void Use(string? zoneName)
    {
        if (!string.IsNullOrEmpty(zoneName) && TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out var zone)) Zone = zone;
    }

    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>What a person typed as a wall-clock time; the earlier reading of a doubled hour.</summary>
    public DateTimeOffset FromWall(DateTime wall)
    {
        var unspecified = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        var offset = Zone.IsAmbiguousTime(unspecified) ? Zone.GetAmbiguousTimeOffsets(unspecified).Max() : Zone.GetUtcOffset(unspecified);
        return new DateTimeOffset(unspecified, offset).ToUniversalTime();
    }

    public string Date(DateTimeOffset moment) => Local(moment).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public string TimeOfDay(DateTimeOffset moment) => Local(moment).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public string Precise(DateTimeOffset moment) => Local(moment).ToString("HH:mm:ss.f", CultureInfo.InvariantCulture);

    public string DateAndTime(DateTimeOffset moment) => Local(moment).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    public static string Utc(DateTimeOffset moment) => moment.ToUniversalTime().ToString("d MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
