using System.Numerics;

namespace Signpost.Recognition.Tests;

public class HeadPoseTests
{
    [Fact]
    public void Of_StandardFace_LooksStraightAhead()
    {
        HeadPose pose = HeadPose.Of(Turned(0, 0, 0));
        Assert.Equal(0, pose.Yaw, 0.5);
        Assert.Equal(0, pose.Pitch, 0.5);
        Assert.Equal(0, pose.Roll, 0.5);
    }

    [Theory]
    [InlineData(30, 0, 0)]
    [InlineData(-45, 0, 0)]
    [InlineData(0, 20, 0)]
    [InlineData(0, -25, 0)]
    [InlineData(0, 0, 40)]
    [InlineData(15, 0, -30)]
    public void Of_FaceTurnedInSpace_SaysHow(float yaw, float pitch, float roll)
    {
        HeadPose pose = HeadPose.Of(Turned(yaw, pitch, roll));
        Assert.Equal(yaw, pose.Yaw, 2.0);
        Assert.Equal(pitch, pose.Pitch, 2.0);
        Assert.Equal(roll, pose.Roll, 2.0);
    }

    [Fact]
    public void Of_OnePointFiveTimes_IsNoPose() => Assert.Equal(default, HeadPose.Of(default));

    /// <summary>A head of a mean adult, turned and seen from afar. Positive yaw: to the viewer's right; positive pitch: down.</summary>
    private static FivePoints Turned(float yaw, float pitch, float roll)
    {
        Vector3[] head = [new(-31.5f, -36f, 32f), new(31.5f, -36f, 32f), new(0f, 0f, 0f), new(-26f, 36.7f, 24f), new(26f, 36.7f, 24f)];
        const float degree = MathF.PI / 180;
        Matrix4x4 turn = Matrix4x4.CreateRotationY(-yaw * degree) * Matrix4x4.CreateRotationX(pitch * degree) * Matrix4x4.CreateRotationZ(roll * degree);
        FivePoints points = default;
        for (int index = 0; index < FivePoints.Count; index++)
        {
            var turned = Vector3.Transform(head[index], turn);
            points[index] = new Vector2(turned.X, turned.Y) * 1.3f + new Vector2(400, 200);
        }
        return points;
    }
}
