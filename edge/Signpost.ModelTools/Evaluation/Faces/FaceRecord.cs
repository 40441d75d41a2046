using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Signpost.Recognition;

namespace Signpost.ModelTools.Evaluation;

/// <summary>What is known of one picture: the templates of its face and of the same face mirrored, and how good a shot it is.</summary>
/// <param name="Plain">Of length 1.</param>
/// <param name="Mirrored">Of length 1.</param>
/// <param name="Quality">Unified, 0 to 100.</param>
internal sealed record FaceRecord(float[] Plain, float[] Mirrored, float Quality) : IDisposable
{
    /// <summary>Both templates averaged: a new array, of length 1.</summary>
    public float[] WithMirror()
    {
        float[] sum = [.. Plain];
        Template.Accumulate(sum, Mirrored, 1);
        return Template.Normalise(sum) ? sum : [.. Plain];
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(Plain.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(Mirrored.AsSpan()));
    }
}
