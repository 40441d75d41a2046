using System.Security.Cryptography;
using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Units;

internal static class UnitRules
{
    public const int LongestSite = 120;

    /// <summary>How long a claim token opens an enrolment.</summary>
    public static readonly TimeSpan ClaimTokenLife = TimeSpan.FromMinutes(30);

    /// <summary>How long a unit waits to be approved.</summary>
    public static readonly TimeSpan EnrolmentLife = TimeSpan.FromHours(24);

    /// <summary>Silence after which a unit counts as disconnected.</summary>
    public static readonly TimeSpan ConnectedWithin = TimeSpan.FromSeconds(5);

    public static readonly Problem NotFound = Problem.NotFound("unit.not-found", "There is no such unit.");

    /// <summary><c>unit-</c> and eight characters without look-alikes: 40 random bits, checked against those there are.</summary>
    public static string NewId() => "unit-" + RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 8);

    public static byte[] HashToken(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));
}
