using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Watchlists;

/// <summary>A photograph that passed: facts, the upright crop (JPEG), and the template (little-endian single precision).</summary>
internal sealed record Enrolled(PhotoFacts Facts, byte[] Crop, byte[] Template);

/// <summary>Makes references of photographs, with the pack that the units run.</summary>
internal interface IPhotographGate
{
    /// <summary>SHA-256 of the pack's manifest.</summary>
    ReadOnlyMemory<byte> PackDigest { get; }

    /// <summary>Values in a template.</summary>
    int TemplateLength { get; }

    /// <summary>The reference, or a problem photo.* with what was measured.</summary>
    Task<Outcome<Enrolled>> EnrolAsync(ReadOnlyMemory<byte> photo, CancellationToken cancel);
}
