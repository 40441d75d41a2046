namespace Signpost.Trust;

/// <summary>A corner of a place's polygon: degrees, WGS 84.</summary>
/// <param name="Latitude">-90 to 90, north positive.</param>
/// <param name="Longitude">-180 to 180, east positive.</param>
public readonly record struct Corner(double Latitude, double Longitude);
